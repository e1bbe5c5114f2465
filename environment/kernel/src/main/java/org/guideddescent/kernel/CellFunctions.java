package org.guideddescent.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.guideddescent.kernel.jshell.CellInterrupted;
import org.guideddescent.kernel.render.Progress;

/**
 * What every cell can call besides IJava's own functions. The kernel imports them all at once, by {@code .*}: a method
 * that a notebook declares under one of these names then wins, whereas one imported by its name would be ambiguous.
 */
public final class CellFunctions {
    private CellFunctions() {}

    /**
     * {@return the same elements, with a bar that shows how far a loop over them is}
     *
     * @param <T> what the elements are
     * @param elements what the loop goes over
     */
    public static <T> Iterable<T> progress(Iterable<T> elements) {
        return progress(elements, "");
    }

    /**
     * {@return the same, with a name before the bar}
     *
     * @param <T> what the elements are
     * @param elements what the loop goes over
     * @param name before the bar; may be empty
     */
    public static <T> Iterable<T> progress(Iterable<T> elements, String name) {
        return new Progress<>(elements, name);
    }

    /**
     * Prints formatted text; English digits and points whatever the machine's language.
     *
     * @param format as of {@link String#format}
     * @param arguments of the format
     */
    @SuppressWarnings("AnnotateFormatMethod") // The format comes from a cell, whose compiler does not check it.
    public static void printf(String format, Object... arguments) {
        System.out.print(String.format(Locale.ROOT, format, arguments));
    }

    /**
     * Asks the user for one line.
     *
     * @return the line, without its end
     * @throws java.io.UncheckedIOException where the front end takes no input
     */
    public static String readLine() {
        return readLine("");
    }

    /**
     * Asks the user for one line, with a prompt before it.
     *
     * @param prompt the question
     * @return the line, without its end
     * @throws java.io.UncheckedIOException where the front end takes no input
     */
    public static String readLine(String prompt) {
        return ask(prompt, false);
    }

    /**
     * Asks the user for one line, hidden while it is typed.
     *
     * @param prompt the question
     * @return the line, without its end
     * @throws java.io.UncheckedIOException where the front end takes no input
     */
    public static String readPassword(String prompt) {
        return ask(prompt, true);
    }

    /** Unchecked, so that a lambda can ask. */
    private static String ask(String prompt, boolean password) {
        try {
            return Notebook.kernel().ask(prompt, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CellInterrupted();
        }
    }
}
