package org.guideddescent.sweep;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.guideddescent.train.Run;
import org.guideddescent.train.Seed;

/** The columns of a result's line that say what the training was, and back. Lists of records are columns of equal length. */
final class RunLine {
    private RunLine() {}

    /** Adds what is one value. */
    static void describe(Run run, JsonObject json) {
        json.addProperty(Columns.RULE, run.rule());
        json.addProperty(Columns.OBJECTIVE, run.objective());
        json.addProperty(Columns.SEED, run.seed().root());
        json.addProperty(Columns.STEPS, run.steps());
        json.addProperty(Columns.END, run.end().kind().name());
        json.addProperty(Columns.REASON, run.end().reason());
        json.addProperty(Columns.ENDED_AT, run.end().at());
        json.addProperty(Columns.BACK_TO, run.end().backTo());
        var environment = new JsonObject();
        new TreeMap<>(run.environment()).forEach(environment::addProperty);
        json.add(Columns.ENVIRONMENT, environment);
    }

    /** Adds what is a list. */
    static void plot(Run run, JsonObject json) {
        json.add(Columns.CURVE_STEPS, array(run.curve(), p -> new JsonPrimitive(p.step())));
        json.add(Columns.CURVE_LOSSES, array(run.curve(), p -> ResultLine.number(p.loss())));
        json.add(Columns.CURVE_SECONDS, array(run.curve(), p -> ResultLine.number(p.seconds())));
        var evaluations = run.evaluations();
        json.add(Columns.EVALUATION_STEPS, array(evaluations, e -> new JsonPrimitive(e.step())));
        json.add(Columns.EVALUATION_NAMES, array(evaluations, e -> new JsonPrimitive(e.name())));
        json.add(Columns.EVALUATION_VALUES, array(evaluations, e -> ResultLine.number(e.value())));
        json.add(Columns.EVALUATION_SECONDS, array(evaluations, e -> ResultLine.number(e.seconds())));
        var readings = run.readings();
        json.add(Columns.READING_STEPS, array(readings, r -> new JsonPrimitive(r.step())));
        json.add(Columns.READING_NAMES, array(readings, r -> new JsonPrimitive(r.name())));
        json.add(Columns.READING_VALUES, array(readings, r -> ResultLine.number(r.value())));
    }

    static Run read(JsonObject json) {
        var environment = json.getAsJsonObject(Columns.ENVIRONMENT).asMap().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getAsString()));
        return new Run(
                ResultLine.string(json, Columns.RULE),
                ResultLine.string(json, Columns.OBJECTIVE),
                new Seed(json.get(Columns.SEED).getAsLong()),
                json.get(Columns.STEPS).getAsLong(),
                environment,
                curve(json),
                evaluations(json),
                readings(json),
                new Run.End(
                        Run.Kind.valueOf(ResultLine.string(json, Columns.END)),
                        ResultLine.string(json, Columns.REASON),
                        json.get(Columns.ENDED_AT).getAsLong(),
                        json.get(Columns.BACK_TO).getAsLong()));
    }

    private static List<Run.Point> curve(JsonObject json) {
        var steps = json.getAsJsonArray(Columns.CURVE_STEPS);
        var losses = json.getAsJsonArray(Columns.CURVE_LOSSES);
        var seconds = json.getAsJsonArray(Columns.CURVE_SECONDS);
        return IntStream.range(0, steps.size())
                .mapToObj(i -> new Run.Point(
                        steps.get(i).getAsLong(), ResultLine.number(losses.get(i)), ResultLine.number(seconds.get(i))))
                .toList();
    }

    private static List<Run.Evaluation> evaluations(JsonObject json) {
        var steps = json.getAsJsonArray(Columns.EVALUATION_STEPS);
        var names = json.getAsJsonArray(Columns.EVALUATION_NAMES);
        var values = json.getAsJsonArray(Columns.EVALUATION_VALUES);
        var seconds = json.getAsJsonArray(Columns.EVALUATION_SECONDS);
        return IntStream.range(0, steps.size())
                .mapToObj(i -> new Run.Evaluation(
                        steps.get(i).getAsLong(),
                        names.get(i).getAsString(),
                        ResultLine.number(values.get(i)),
                        ResultLine.number(seconds.get(i))))
                .toList();
    }

    private static List<Run.Reading> readings(JsonObject json) {
        var steps = json.getAsJsonArray(Columns.READING_STEPS);
        var names = json.getAsJsonArray(Columns.READING_NAMES);
        var values = json.getAsJsonArray(Columns.READING_VALUES);
        return IntStream.range(0, steps.size())
                .mapToObj(i -> new Run.Reading(
                        steps.get(i).getAsLong(), names.get(i).getAsString(), ResultLine.number(values.get(i))))
                .toList();
    }

    private static <T> JsonArray array(List<T> list, Function<T, JsonElement> element) {
        var array = new JsonArray(list.size());
        list.forEach(e -> array.add(element.apply(e)));
        return array;
    }
}
