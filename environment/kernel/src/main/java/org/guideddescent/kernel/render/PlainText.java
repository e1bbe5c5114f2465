package org.guideddescent.kernel.render;

import java.awt.image.RenderedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.guideddescent.kernel.jshell.CellInterrupted;
import org.guideddescent.kernel.jshell.CellNames;

/** The text of any value: what toString says where that is useful and short, and in any case an end. */
final class PlainText {
    /** Characters of one value; what a page can hold and a person might still search. */
    static final int CAP = 100_000;

    private static final int CELL = 200;
    private static final int FRAMES = 20;
    private static final Pattern MACHINERY = Pattern.compile(
            "\\s+at (org\\.guideddescent\\.kernel\\.|jdk\\.jshell/"
                    + "|java\\.base/(jdk\\.internal\\.reflect|java\\.lang\\.reflect|java\\.util\\.concurrent|java\\.lang\\.Thread\\.run))");

    /** The method that runs a statement of a cell; JShell and the kernel are below it. */
    private static final String BOTTOM = ".do_it$(";

    /** The line is one of JShell's own text around the cell. */
    private static final Pattern CELL_FILE = Pattern.compile("\\(\\$JShell\\$\\d+[A-Z]*\\.java:\\d+\\)");

    private PlainText() {}

    /** Whether the value is a number, text, a truth value or nothing, of the JDK. */
    static boolean isSimple(Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Character
                || (value instanceof Number && value.getClass().getClassLoader() == null);
    }

    static String of(Object value) {
        if (isSimple(value)) {
            return cut(String.valueOf(value));
        }
        try {
            return cut(text(value));
        } catch (Exception | Error e) {
            return refusal(value, e);
        }
    }

    /** For a cell of a table: not much more than is shown there is read. */
    static String inside(Object value) {
        if (isSimple(value) || (!isToString(value) && !isOurs(value))) {
            return of(value);
        }
        try {
            return new ElementText(CELL).append(value).toString();
        } catch (Exception | Error e) {
            return refusal(value, e);
        }
    }

    /** What show gives, or nothing where the value's own code fails: its text says so. */
    static <T> Optional<T> guarded(Object value, Supplier<Optional<T>> show) {
        try {
            return show.get();
        } catch (Exception | Error e) {
            var unused = refusal(value, e);
            return Optional.empty();
        }
    }

    /** Whether the text is what the value's own toString says. */
    static boolean isToString(Object value) {
        return !(value instanceof RenderedImage || value instanceof Throwable || isUnread(value) || isOurs(value));
    }

    /** Whether we write the value element by element, as its toString would, but only as far as is shown. */
    static boolean isOurs(Object value) {
        return value.getClass().isArray()
                || value instanceof Optional
                || ((value instanceof Collection || value instanceof Map) && hasToStringOf(value, "java."));
    }

    private static String text(Object value) {
        if (value instanceof RenderedImage image) {
            return value.getClass().getSimpleName() + " " + image.getWidth() + "×" + image.getHeight();
        }
        if (value instanceof Throwable thrown) {
            return trace(thrown);
        }
        if (isUnread(value)) {
            return nameOf(value) + ": " + howToRead(value);
        }
        return Matrix.of(value)
                .orElseGet(() -> new ElementText(CAP).append(value).toString());
    }

    private static boolean isUnread(Object value) {
        return (value instanceof BaseStream || value instanceof Iterator)
                && (hasToStringOf(value, "java.lang.Object") || hasToStringOf(value, "java.util.stream."));
    }

    private static String howToRead(Object value) {
        if (value instanceof Iterator) {
            return "an iterator, not read, because it can be read once and may have no end";
        }
        String way = value instanceof Stream ? ".limit(10).toList()" : ".limit(10).boxed().toList()";
        return "a stream, not read, because it can be read once and may have no end; see it with " + way;
    }

    private static boolean hasToStringOf(Object value, String prefix) {
        try {
            Method method = value.getClass().getMethod("toString");
            return method.getDeclaringClass().getName().startsWith(prefix);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(value.getClass() + " has no toString", e);
        }
    }

    /** As printStackTrace has it, without the frames below the cell, which are JShell's and ours. */
    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        List<String> lines = new ArrayList<>();
        int frames = 0;
        for (String line : text.toString().lines().toList()) {
            frames = !line.startsWith("\tat ") ? 0 : line.contains(BOTTOM) ? FRAMES + 1 : frames + 1;
            if (frames <= FRAMES && !MACHINERY.matcher(line).lookingAt()) {
                lines.add(CELL_FILE.matcher(CellNames.plain(line)).replaceAll("(a cell)"));
            }
        }
        return String.join("\n", lines);
    }

    private static String refusal(Object value, Throwable thrown) {
        if (thrown instanceof CellInterrupted interrupted) {
            throw interrupted;
        }
        if (thrown instanceof OutOfMemoryError memory) {
            throw memory;
        }
        String where = Stream.of(thrown.getStackTrace())
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
        return cut("this " + nameOf(value) + " cannot be shown, because its own code threw "
                + CellNames.plain(describe(thrown))
                + CELL_FILE.matcher(CellNames.plain(where)).replaceAll(""));
    }

    private static String nameOf(Object value) {
        return CellNames.plain(value.getClass().getName());
    }

    private static String describe(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (RuntimeException e) {
            return thrown.getClass().getName();
        }
    }

    private static String cut(String text) {
        if (text.length() <= CAP) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(CAP - 1)) ? CAP - 1 : CAP;
        return text.substring(0, end) + "\n… " + counted(text.length() - (long) end) + " more characters";
    }

    /** A count for people: 9,980. */
    static String counted(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
