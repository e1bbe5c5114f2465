package org.guideddescent.sweep;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A result as one line of JSON, and back. */
final class ResultLine {
    private static final String END = ",\"" + Columns.CHECKSUM + "\":\"";
    private static final int END_LENGTH = END.length() + 8 + 2;

    private ResultLine() {}

    static String write(Result result) {
        var json = new JsonObject();
        json.addProperty(Columns.SWEEP, result.sweep());
        json.addProperty(Columns.KEY, result.trial().key());
        result.trial().values().forEach((name, value) -> json.add(name, Trial.primitive(value)));
        json.addProperty(Columns.STATUS, result.status().name());
        result.measures().forEach((name, value) -> json.add(name, number(value)));
        json.addProperty(Columns.MESSAGE, result.message());
        result.run().ifPresent(run -> RunLine.describe(run, json));
        json.addProperty(Columns.THREADS, result.threads());
        json.addProperty(Columns.SECONDS, result.seconds());
        json.addProperty(Columns.PROCESS, result.where());
        json.addProperty(Columns.FINISHED, result.finished().toString());
        json.add(Columns.PARAMETERS, names(result.trial().values().keySet()));
        json.add(Columns.MEASURES, names(result.measures().keySet()));
        result.run().ifPresent(run -> RunLine.plot(run, json));
        json.addProperty(Columns.DIGEST, result.digest());
        var text = json.toString();
        var body = text.substring(0, text.length() - 1);
        return body + END + checksum(body) + "\"}";
    }

    static Result read(String line) {
        int body = line.length() - END_LENGTH;
        if (body < 0 || !line.startsWith(END, body) || !line.endsWith("\"}")) {
            throw new IllegalArgumentException("the line does not end with a checksum");
        }
        var said = line.substring(body + END.length(), line.length() - 2);
        if (!said.equals(checksum(line.substring(0, body)))) {
            throw new IllegalArgumentException("the line differs from its checksum " + said);
        }
        try {
            return result(JsonParser.parseString(line).getAsJsonObject());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the line is none of this version: " + e.getMessage(), e);
        }
    }

    private static Result result(JsonObject json) {
        var values = new LinkedHashMap<String, Object>();
        strings(json, Columns.PARAMETERS).forEach(name -> values.put(name, value(json.getAsJsonPrimitive(name))));
        var measures = new LinkedHashMap<String, Double>();
        strings(json, Columns.MEASURES).forEach(name -> measures.put(name, number(json.get(name))));
        var status = Result.Status.valueOf(string(json, Columns.STATUS));
        return new Result(
                string(json, Columns.SWEEP),
                new Trial(values),
                status,
                string(json, Columns.MESSAGE),
                measures,
                status == Result.Status.FAILED ? Optional.empty() : Optional.of(RunLine.read(json)),
                json.get(Columns.THREADS).getAsInt(),
                json.get(Columns.SECONDS).getAsDouble(),
                string(json, Columns.PROCESS),
                Instant.parse(string(json, Columns.FINISHED)));
    }

    /** A whole number is a long, one with a point or an exponent a double, as they were written. */
    private static Object value(JsonPrimitive primitive) {
        if (primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        if (primitive.isString()) {
            return primitive.getAsString();
        }
        var text = primitive.getAsString();
        if (text.matches("-?[0-9]+")) {
            return Long.parseLong(text);
        }
        return Double.parseDouble(text);
    }

    static String string(JsonObject json, String name) {
        return json.get(name).getAsString();
    }

    private static List<String> strings(JsonObject json, String name) {
        return json.getAsJsonArray(name).asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    private static JsonArray names(Collection<String> names) {
        var array = new JsonArray();
        names.forEach(array::add);
        return array;
    }

    /** JSON has no infinite numbers and no NaN. */
    static JsonElement number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    }

    static double number(JsonElement element) {
        return element.isJsonNull() ? Double.NaN : element.getAsDouble();
    }

    private static String checksum(String body) {
        var sum = new CRC32C();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }
}
