package org.guideddescent.sweep;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.guideddescent.train.Seed;

/**
 * One point of a plan: values by name, in the order of the plan. A value is a whole number, a number, a text or a truth; no
 * other objects, so that equal trials have equal text in every process and every year.
 *
 * @param values by name, in the order of the plan
 */
public record Trial(Map<String, Object> values) implements Serializable {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    /**
     * Names with a letter first, and letters, digits and underscores behind it: they become columns of tables.
     *
     * @param values by name, in the order of the plan
     * @throws IllegalArgumentException if a name is another one, or a value is of another kind or not finite
     */
    public Trial {
        var checked = new LinkedHashMap<String, Object>();
        values.forEach((name, value) -> checked.put(named(name), plain(name, value)));
        values = Collections.unmodifiableMap(checked);
    }

    /**
     * The name itself.
     *
     * @throws IllegalArgumentException if it cannot be the name of a column
     */
    static String named(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a parameter's name is letters, digits and underscores with a letter first, got '" + name
                            + "'; e.g. log2Rate");
        }
        return name;
    }

    /** The value as it is kept: integers as long, other numbers as double, enums as their name. */
    static Object plain(String name, Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Number number) {
            double d = number.doubleValue();
            if (!Double.isFinite(d)) {
                throw new IllegalArgumentException("the value of " + name + " must be finite, got " + value);
            }
            return d + 0.0; // −0 is 0: equal trials have equal text
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof String || value instanceof Boolean) {
            return value;
        }
        throw new IllegalArgumentException("the value of " + name + " must be a number, a text or a truth, got a "
                + value.getClass().getSimpleName() + "; give it a name and let the experiment make it");
    }

    /**
     * {@return the number of that name, whole or not}
     *
     * @param name of a value
     */
    public double number(String name) {
        return of(name, Number.class, "a number").doubleValue();
    }

    /**
     * {@return the whole number of that name}
     *
     * @param name of a value
     */
    public int whole(String name) {
        return Math.toIntExact(of(name, Long.class, "a whole number"));
    }

    /**
     * {@return the text of that name}
     *
     * @param name of a value
     */
    public String text(String name) {
        return of(name, String.class, "a text");
    }

    /**
     * {@return the truth of that name}
     *
     * @param name of a value
     */
    public boolean truth(String name) {
        return of(name, Boolean.class, "true or false");
    }

    /**
     * {@return the constant of an enum that a text names}
     *
     * @param <E> the enum
     * @param name of a value, whose text is that of the constant's name
     * @param type the class of the enum
     */
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        return Enum.valueOf(type, text(name));
    }

    /** {@return the seed, which stands under the name {@code seed}} */
    public Seed seed() {
        return new Seed(of("seed", Long.class, "a whole number"));
    }

    /**
     * {@return the same trial with one more value, or another one}
     *
     * @param name of letters, digits and underscores, a letter first
     * @param value a whole number, a number, a text or a truth
     */
    public Trial with(String name, Object value) {
        var more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Trial(more);
    }

    /** {@return the trial as one text: a JSON object with its names in alphabetical order} Equal trials have equal keys. */
    public String key() {
        return json(new TreeMap<>(values));
    }

    /** The trial as people read it, in the order of the plan. */
    @Override
    public String toString() {
        return json(values);
    }

    private static String json(Map<String, Object> values) {
        var object = new JsonObject();
        values.forEach((name, value) -> object.add(name, primitive(value)));
        return object.toString();
    }

    static JsonPrimitive primitive(Object value) {
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        return value instanceof Boolean truth ? new JsonPrimitive(truth) : new JsonPrimitive((String) value);
    }

    private <T> T of(String name, Class<T> type, String what) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the trial has no " + name + "; it has " + values.keySet());
        }
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", not " + what);
        }
        return type.cast(value);
    }
}
