package org.guideddescent.kernel.inspect;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The value of a variable in one short line, without running any code of its class: an inspection cannot be stopped, and
 * a toString may compute for ever. Only the JDK's own simple values and plain collections are written.
 */
public final class ShortValue {
    private static final int TEXT = 100;
    private static final int ELEMENTS = 10;
    private static final int DEPTH = 3;
    private static final Set<Class<?>> SAFE = Set.of(
            ArrayList.class,
            LinkedList.class,
            ArrayDeque.class,
            HashSet.class,
            LinkedHashSet.class,
            TreeSet.class,
            HashMap.class,
            LinkedHashMap.class,
            TreeMap.class,
            List.of().getClass(),
            List.of(1).getClass(),
            Set.of().getClass(),
            Set.of(1).getClass(),
            Map.of().getClass(),
            Map.of(1, 1).getClass());

    private ShortValue() {}

    /**
     * {@return the text of a value; empty for one that has no short text of the JDK's own}
     *
     * @param value anything, null included
     */
    public static Optional<String> of(Object value) {
        try {
            return text(value, DEPTH).map(ShortValue::cut);
        } catch (ConcurrentModificationException | NoSuchElementException e) {
            // Another thread of the user's is at work on it.
            return Optional.empty();
        }
    }

    private static Optional<String> text(Object value, int depth) {
        if (value instanceof String text) {
            return Optional.of('"' + escaped(text) + '"');
        }
        if (value instanceof Character c) {
            return Optional.of("'" + escaped(c.toString()) + "'");
        }
        if (value == null || isBox(value)) {
            return Optional.of(String.valueOf(value));
        }
        if (value instanceof Enum<?> constant) {
            return Optional.of(constant.name());
        }
        if (value instanceof Class<?> type) {
            return Optional.of(type.getName());
        }
        return depth == 0 ? Optional.empty() : composite(value, depth);
    }

    private static Optional<String> composite(Object value, int depth) {
        if (value.getClass().isArray()) {
            int length = Array.getLength(value);
            Iterator<Object> elements = IntStream.range(0, length)
                    .mapToObj(i -> Array.get(value, i))
                    .iterator();
            return Optional.of(elements("{", elements, length, "}", depth) + " (" + length + ")");
        }
        if (value instanceof Record record) {
            return fields(record, depth);
        }
        if (!SAFE.contains(value.getClass())) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            return Optional.of(elements("{", map.entrySet().iterator(), map.size(), "}", depth));
        }
        Collection<?> collection = (Collection<?>) value;
        return Optional.of(elements("[", collection.iterator(), collection.size(), "]", depth));
    }

    /** Reads the fields themselves, because an accessor may be the user's code. */
    private static Optional<String> fields(Record record, int depth) {
        StringBuilder out = new StringBuilder(record.getClass().getSimpleName()).append('[');
        String gap = "";
        try {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                Field field = record.getClass().getDeclaredField(component.getName());
                field.setAccessible(true);
                out.append(gap).append(component.getName()).append('=');
                out.append(inside(field.get(record), depth));
                gap = ", ";
            }
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return Optional.empty();
        }
        return Optional.of(out.append(']').toString());
    }

    private static String elements(String begin, Iterator<?> elements, int size, String end, int depth) {
        StringBuilder out = new StringBuilder(begin);
        for (int i = 0; i < Math.min(size, ELEMENTS) && elements.hasNext(); i++) {
            out.append(i == 0 ? "" : ", ");
            Object element = elements.next();
            if (element instanceof Map.Entry<?, ?> entry) {
                out.append(inside(entry.getKey(), depth)).append('=').append(inside(entry.getValue(), depth));
            } else {
                out.append(inside(element, depth));
            }
        }
        return out.append(size > ELEMENTS ? ", … " + (size - ELEMENTS) + " more" : "")
                .append(end)
                .toString();
    }

    private static String inside(Object element, int depth) {
        return text(element, depth - 1).map(ShortValue::cut).orElseGet(() -> element.getClass()
                .getSimpleName());
    }

    private static boolean isBox(Object value) {
        return value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Float
                || value instanceof Short
                || value instanceof Byte;
    }

    private static String escaped(String text) {
        String some = text.length() > TEXT ? text.substring(0, TEXT) + "…" : text;
        return some.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    private static String cut(String text) {
        int most = 3 * TEXT;
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }
}
