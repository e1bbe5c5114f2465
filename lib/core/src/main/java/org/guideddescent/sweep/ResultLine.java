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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.guideddescent.train.Run;
import org.guideddescent.train.Seed;

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
        result.run().ifPresent(run -> describe(run, json));
        json.addProperty(Columns.THREADS, result.threads());
        json.addProperty(Columns.SECONDS, result.seconds());
        json.addProperty(Columns.PROCESS, result.where());
        json.addProperty(Columns.FINISHED, result.finished().toString());
        json.add(Columns.PARAMETERS, names(result.trial().values().keySet()));
        json.add(Columns.MEASURES, names(result.measures().keySet()));
        result.run().ifPresent(run -> plot(run, json));
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

    private static void describe(Run run, JsonObject json) {
        json.addProperty(Columns.RULE, run.rule());
        json.addProperty(Columns.OBJECTIVE, run.objective());
        json.addProperty(Columns.SEED, run.seed().root());
        json.addProperty(Columns.STEPS, run.steps());
        var environment = new JsonObject();
        new TreeMap<>(run.environment()).forEach(environment::addProperty);
        json.add(Columns.ENVIRONMENT, environment);
    }

    private static void plot(Run run, JsonObject json) {
        var steps = new JsonArray(run.curve().size());
        run.curve().forEach(p -> steps.add(p.step()));
        json.add(Columns.CURVE_STEPS, steps);
        json.add(Columns.CURVE_LOSSES, numbers(run.curve(), Run.Point::loss));
        json.add(Columns.CURVE_SECONDS, numbers(run.curve(), Run.Point::seconds));
    }

    private static Result result(JsonObject json) {
        var values = new LinkedHashMap<String, Object>();
        strings(json, Columns.PARAMETERS).forEach(name -> values.put(name, value(json.getAsJsonPrimitive(name))));
        var measures = new LinkedHashMap<String, Double>();
        strings(json, Columns.MEASURES).forEach(name -> measures.put(name, number(json.get(name))));
        var status = Result.Status.valueOf(string(json, Columns.STATUS));
        var message = string(json, Columns.MESSAGE);
        return new Result(
                string(json, Columns.SWEEP),
                new Trial(values),
                status,
                message,
                measures,
                run(json, status, message),
                json.get(Columns.THREADS).getAsInt(),
                json.get(Columns.SECONDS).getAsDouble(),
                string(json, Columns.PROCESS),
                Instant.parse(string(json, Columns.FINISHED)));
    }

    private static Optional<Run> run(JsonObject json, Result.Status status, String message) {
        if (status == Result.Status.FAILED) {
            return Optional.empty();
        }
        var environment = json.getAsJsonObject(Columns.ENVIRONMENT).asMap().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getAsString()));
        return Optional.of(new Run(
                string(json, Columns.RULE),
                string(json, Columns.OBJECTIVE),
                new Seed(json.get(Columns.SEED).getAsLong()),
                json.get(Columns.STEPS).getAsLong(),
                environment,
                curve(json),
                status == Result.Status.DIVERGED ? Optional.of(message) : Optional.empty()));
    }

    private static List<Run.Point> curve(JsonObject json) {
        var steps = json.getAsJsonArray(Columns.CURVE_STEPS);
        var losses = json.getAsJsonArray(Columns.CURVE_LOSSES);
        var seconds = json.getAsJsonArray(Columns.CURVE_SECONDS);
        return IntStream.range(0, steps.size())
                .mapToObj(i -> new Run.Point(steps.get(i).getAsLong(), number(losses.get(i)), number(seconds.get(i))))
                .toList();
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

    private static String string(JsonObject json, String name) {
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

    private static JsonArray numbers(List<Run.Point> curve, ToDoubleFunction<Run.Point> number) {
        var array = new JsonArray(curve.size());
        curve.forEach(p -> array.add(number(number.applyAsDouble(p))));
        return array;
    }

    /** JSON has no infinite numbers and no NaN. */
    private static JsonElement number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    }

    private static double number(JsonElement element) {
        return element.isJsonNull() ? Double.NaN : element.getAsDouble();
    }

    private static String checksum(String body) {
        var sum = new CRC32C();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }
}
