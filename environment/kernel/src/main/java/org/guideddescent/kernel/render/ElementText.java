package org.guideddescent.kernel.render;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes collections, maps, arrays and records as Java and JShell do, reading no more than it shows; for one thread.
 *
 * <pre>  [0, 1, … 9,980 more …, 9998, 9999]     {a=1, b=2}     int[2] { 1, 2 }     Point[x=1, y=2]  </pre>
 */
final class ElementText {
    private static final int DEPTH = 8;
    private static final int LARGE = 1_000;

    private final StringBuilder out = new StringBuilder();
    private final List<Object> open = new ArrayList<>();
    private final int limit;

    /** limit: characters after which no element begins; a single one may pass it. */
    ElementText(int limit) {
        this.limit = limit;
    }

    ElementText append(Object value) {
        if (value == null || (!open.isEmpty() && out.length() > limit)) {
            out.append(value == null ? "null" : "…");
        } else if (open.stream().anyMatch(o -> o == value)) {
            out.append(value instanceof Map ? "(this Map)" : value instanceof Collection ? "(this Collection)" : "…");
        } else if (PlainText.isOurs(value) || (value instanceof Record record && isLarge(record))) {
            if (open.size() == DEPTH) {
                out.append('…');
            } else {
                open.add(value);
                inside(value);
                open.remove(open.size() - 1);
            }
        } else {
            out.append(value);
        }
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void inside(Object value) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresentOrElse(
                    content -> {
                        out.append("Optional[");
                        append(content);
                        out.append(']');
                    },
                    () -> out.append("Optional.empty"));
        } else if (value instanceof Map<?, ?> map) {
            elements("{", Excerpt.ofText(map.entrySet()), "}");
        } else if (value instanceof Collection<?> collection) {
            elements("[", Excerpt.ofText(collection), "]");
        } else if (value instanceof Record record) {
            components(record);
        } else {
            array(value);
        }
    }

    private void array(Object array) {
        String type = array.getClass().getTypeName();
        int end = type.indexOf('[');
        out.append(type, type.lastIndexOf('.', end) + 1, end).append('[').append(Array.getLength(array));
        out.append(type, end + 1, type.length());
        elements(Array.getLength(array) == 0 ? " {" : " { ", Excerpt.ofText(new ArrayElements(array)), " }");
    }

    private void elements(String begin, Excerpt<?> shown, String end) {
        out.append(begin);
        String gap = "";
        for (Object element : shown.head()) {
            out.append(gap);
            element(element);
            gap = ", ";
        }
        if (shown.omitted() > 0) {
            out.append(gap)
                    .append("… ")
                    .append(PlainText.counted(shown.omitted()))
                    .append(" more");
            out.append(shown.tail().isEmpty() ? "" : " …");
        }
        for (Object element : shown.tail()) {
            out.append(gap);
            element(element);
        }
        out.append(end);
    }

    private void element(Object element) {
        // As in JShell: an array's text is in quotes, which a collection's is not.
        boolean quoted = open.get(open.size() - 1).getClass().isArray();
        if (element instanceof Map.Entry<?, ?> entry && open.get(open.size() - 1) instanceof Map) {
            append(entry.getKey());
            out.append('=');
            append(entry.getValue());
        } else if (element instanceof String && quoted) {
            out.append('"').append(element).append('"');
        } else if (element instanceof Character && quoted) {
            out.append('\'').append(element).append('\'');
        } else {
            append(element);
        }
    }

    private void components(Record record) {
        out.append(record.getClass().getSimpleName()).append('[');
        String gap = "";
        for (RecordFields.Field field : RecordFields.of(record)) {
            out.append(gap).append(field.name()).append('=');
            append(field.value());
            gap = ", ";
        }
        out.append(']');
    }

    /** Whether the record's own toString would read something long; else that is asked, since a class may define it. */
    private static boolean isLarge(Record record) {
        return RecordFields.of(record).stream()
                .map(RecordFields.Field::value)
                .anyMatch(v -> (v instanceof Collection<?> c && c.size() > LARGE)
                        || (v instanceof Map<?, ?> m && m.size() > LARGE)
                        || (v instanceof CharSequence s && s.length() > PlainText.CAP));
    }
}
