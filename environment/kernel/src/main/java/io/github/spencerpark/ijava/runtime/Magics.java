package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.jupyter.kernel.magic.registry.UndefinedMagicException;
import java.util.List;
import java.util.concurrent.Callable;
import org.guideddescent.kernel.Notebook;
import org.guideddescent.kernel.magic.CellFailure;

/** Magics from within Java; the type of the result is the caller's wish, as in IJava, and not checked. */
public final class Magics {
    private Magics() {}

    /**
     * Runs a line magic.
     *
     * @param <T> what the caller takes the result for; not checked
     * @param name without the percent sign
     * @param arguments the words behind the name
     * @return what the magic returns, perhaps null
     */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <T> T lineMagic(String name, List<String> arguments) {
        return run(
                "line magic '" + name + "'", () -> Notebook.kernel().getMagics().<T>applyLineMagic(name, arguments));
    }

    /**
     * Runs a cell magic.
     *
     * @param <T> what the caller takes the result for; not checked
     * @param name without the percent signs
     * @param arguments the words behind the name
     * @param body the lines below
     * @return what the magic returns, perhaps null
     */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <T> T cellMagic(String name, List<String> arguments, String body) {
        return run(
                "cell magic '" + name + "'",
                () -> Notebook.kernel().getMagics().<T>applyCellMagic(name, arguments, body));
    }

    private static <T> T run(String what, Callable<T> magic) {
        try {
            return magic.call();
        } catch (UndefinedMagicException | CellFailure e) {
            throw e;
        } catch (Exception e) {
            throw new RuntimeException(what + " failed: " + e.getMessage(), e);
        }
    }
}
