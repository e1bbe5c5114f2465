package org.guideddescent.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Values of some parameters, that several results share. Its text is for legends: {@code muP, width 64}.
 *
 * @param values by name
 */
public record Group(Map<String, Object> values) {
    /**
     * Copies the values, in their order.
     *
     * @param values by name
     */
    public Group {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * The result's values of those parameters.
     *
     * @throws IllegalArgumentException if it has no such parameter; the message shows those it has
     */
    static Group of(Result result, List<String> names) {
        var values = new LinkedHashMap<String, Object>();
        for (var name : names) {
            var value = result.trial().values().get(name);
            if (value == null) {
                throw new IllegalArgumentException(
                        "there is no parameter '" + name + "' in the trial " + result.trial());
            }
            values.put(name, value);
        }
        return new Group(values);
    }

    /**
     * {@return the same without one parameter}
     *
     * @param name of the parameter; nothing changes if it is not there
     */
    public Group without(String name) {
        var fewer = new LinkedHashMap<>(values);
        fewer.remove(name);
        return new Group(fewer);
    }

    /**
     * {@return the number of that name}
     *
     * @param name of a parameter
     * @throws IllegalArgumentException if it is no number
     */
    public double number(String name) {
        if (values.get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(
                name + " is " + values.get(name) + ", not a number; only numbers have an order");
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(e -> e.getValue() instanceof String text ? text : e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }
}
