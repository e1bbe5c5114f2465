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

    static boolean flag(JsonObject content, String name, boolean otherwise) {
        return content.has(name) ? content.get(name).getAsBoolean() : otherwise;
    }

    static int number(JsonObject content, String name, int otherwise) {
        return content.has(name) && !content.get(name).isJsonNull()
                ? content.get(name).getAsInt()
                : otherwise;
    }

    static String text(JsonObject content, String name, String otherwise) {
        return content.has(name) && !content.get(name).isJsonNull()
                ? content.get(name).getAsString()
                : otherwise;
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
