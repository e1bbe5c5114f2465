package org.guideddescent.lab.plotly;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values as JSON, which is JavaScript too. Numbers that JSON lacks are null, which Plotly takes as a gap. */
final class Js {
    private Js() {}

    static String of(Object value) {
        if (value instanceof double[] numbers)
            return Arrays.stream(numbers).mapToObj(Js::of).collect(Collectors.joining(",", "[", "]"));
        if (value instanceof Collection<?> list)
            return list.stream().map(Js::of).collect(Collectors.joining(",", "[", "]"));
        if (value instanceof Map<?, ?> map) {
            // Sorted, so that the same figure is the same text in each process.
            return new TreeMap<>(map)
                    .entrySet().stream()
                            .map(e -> of(e.getKey()) + ":" + of(e.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof String text) return quoted(text);
        boolean none = value instanceof Double number && !Double.isFinite(number);
        return none ? "null" : Objects.toString(value);
    }

    /** In double quotes; an angle bracket is escaped, so that no text ends the script it stands in. */
    private static String quoted(String text) {
        return text.chars().mapToObj(Js::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int c) {
        if (c == '"' || c == '\\') return "\\" + (char) c;
        return c < ' ' || c == '<' || c == '\u2028' || c == '\u2029'
                ? String.format("\\u%04x", c)
                : String.valueOf((char) c);
    }

    /** A trace under the name that Tablesaw's figures expect. */
    static String trace(int i, Map<String, Object> trace) {
        return "var trace" + i + " = " + of(trace) + ";\n";
    }

    /** Appends an item to one of the lists of a layout, such as its shapes. */
    static String append(String target, String list, Object item) {
        return "Plotly.relayout(" + target + ", {" + list + ": ((" + target + ".layout || {})." + list
                + " || []).concat([" + of(item) + "])});\n";
    }
}
