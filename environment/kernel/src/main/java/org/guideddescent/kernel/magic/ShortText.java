package org.guideddescent.kernel.magic;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;

/** A value in one short line. */
final class ShortText {
    private static final int WIDTH = 60;

    private ShortText() {}

    static String of(Object value) {
        if (value instanceof CharSequence text) {
            return cut(JavaText.quoted(text.length() > WIDTH ? text.subSequence(0, WIDTH) + "" : text.toString()));
        }
        if (value != null && value.getClass().isArray()) {
            return value.getClass().getComponentType().getSimpleName() + "[" + Array.getLength(value) + "]";
        }
        if (value instanceof Collection<?> many) {
            return of(many.size(), value);
        }
        return value instanceof Map<?, ?> map ? of(map.size(), value) : cut(text(value));
    }

    /** The text of a large collection is slow to make and says less than its size. */
    private static String of(int size, Object value) {
        return size <= WIDTH ? cut(text(value)) : size + " elements";
    }

    private static String text(Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException e) {
            return "toString failed: " + e;
        }
    }

    private static String cut(String text) {
        String line = text.lines().findFirst().orElse("");
        boolean whole = line.length() <= WIDTH && line.length() == text.length();
        return whole ? line : line.substring(0, Math.min(WIDTH, line.length())) + "…";
    }
}
