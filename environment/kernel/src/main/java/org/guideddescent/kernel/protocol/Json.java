package org.guideddescent.kernel.protocol;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Small words for the JSON of the protocol. */
final class Json {
    static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private Json() {}

    /** An object from alternating keys and values; values: strings, numbers, booleans, collections or JSON. */
    static JsonObject of(Object... pairs) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < pairs.length; i += 2) {
            object.add((String) pairs[i], element(pairs[i + 1]));
        }
        return object;
    }

    static JsonObject ok(Object... pairs) {
        JsonObject object = of(pairs);
        object.addProperty("status", "ok");
        return object;
    }

    static JsonArray array(Collection<?> values) {
        return GSON.toJsonTree(values).getAsJsonArray();
    }

    /** data and metadata of an output, and transient where the protocol wants it. */
    static JsonObject bundle(DisplayData data) {
        JsonObject bundle = GSON.toJsonTree(data).getAsJsonObject();
        for (String part : new String[] {"data", "metadata", "transient"}) {
            if (!bundle.has(part)) {
                bundle.add(part, new JsonObject());
            }
        }
        return bundle;
    }

    /** Requests come from outside: a value of another type is refused in words that name it. */
    static boolean flag(JsonObject content, String name, boolean otherwise) {
        return given(content, name)
                .map(v -> primitive(
                                v, v.isJsonPrimitive() && v.getAsJsonPrimitive().isBoolean(), name, "true or false")
                        .getAsBoolean())
                .orElse(otherwise);
    }

    static int number(JsonObject content, String name, int otherwise) {
        return given(content, name)
                .map(v -> whole(primitive(v, isNumber(v), name, "a whole number"), name))
                .orElse(otherwise);
    }

    static String text(JsonObject content, String name, String otherwise) {
        return given(content, name)
                .map(v -> primitive(v, v.isJsonPrimitive(), name, "a string").getAsString())
                .orElse(otherwise);
    }

    /** An object, or an empty one where there is none or something else. */
    static JsonObject object(JsonObject content, String name) {
        return given(content, name)
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject)
                .orElseGet(JsonObject::new);
    }

    private static Optional<JsonElement> given(JsonObject content, String name) {
        return Optional.ofNullable(content.get(name)).filter(v -> !v.isJsonNull());
    }

    private static JsonElement primitive(JsonElement value, boolean fits, String name, String wanted) {
        if (!fits) {
            String got = value.isJsonPrimitive() ? value.getAsString() : value.isJsonArray() ? "an array" : "an object";
            throw new IllegalArgumentException(name + " must be " + wanted + ", got " + shortened(got));
        }
        return value;
    }

    private static boolean isNumber(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
    }

    private static int whole(JsonElement value, String name) {
        try {
            return value.getAsInt();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + " must be a whole number, got " + shortened(value.getAsString()), e);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private static JsonElement element(Object value) {
        if (value instanceof JsonElement json) {
            return json;
        }
        if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
            return GSON.toJsonTree(value);
        }
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        return value instanceof Boolean flag ? new JsonPrimitive(flag) : new JsonPrimitive(String.valueOf(value));
    }
}
