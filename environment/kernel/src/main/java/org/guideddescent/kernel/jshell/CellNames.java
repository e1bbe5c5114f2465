package org.guideddescent.kernel.jshell;

import java.util.regex.Pattern;

/** The names of classes and methods of cells, as the user wrote them. */
public final class CellNames {
    /** The class around a cell's own names, which the user never wrote. */
    private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\d+[A-Z]*[.$]");

    private CellNames() {}

    /**
     * {@return the text without the names of wrappers}
     *
     * @param text with the names that JShell gave
     */
    public static String plain(String text) {
        return text.contains("REPL") ? WRAPPER.matcher(text).replaceAll("") : text;
    }
}
