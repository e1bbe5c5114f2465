package org.guideddescent.sweep;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Results as Tablesaw tables, with typed columns. What a result does not have is missing in its row. */
final class ResultTables {
    private ResultTables() {}

    static Table runs(List<Result> all) {
        var table = Table.create("runs");
        table.addColumns(StringColumn.create(Columns.SWEEP, all.stream().map(Result::sweep)));
        parameters(all).forEach(table::addColumns);
        table.addColumns(StringColumn.create(
                Columns.STATUS, all.stream().map(r -> r.status().name())));
        for (var name : names(all, r -> r.measures().keySet())) {
            table.addColumns(DoubleColumn.create(
                    name, all.stream().mapToDouble(r -> r.measures().getOrDefault(name, Double.NaN))));
        }
        var steps = LongColumn.create(Columns.STEPS);
        all.forEach(r -> r.run().ifPresentOrElse(run -> steps.append(run.steps()), steps::appendMissing));
        table.addColumns(
                steps,
                IntColumn.create(Columns.THREADS, all.stream().mapToInt(Result::threads)),
                DoubleColumn.create(Columns.SECONDS, all.stream().mapToDouble(Result::seconds)),
                StringColumn.create(Columns.PROCESS, all.stream().map(Result::where)),
                InstantColumn.create(Columns.FINISHED, all.stream().map(Result::finished)),
                StringColumn.create(Columns.MESSAGE, all.stream().map(Result::message)),
                StringColumn.create(Columns.DIGEST, all.stream().map(Result::digest)));
        return table;
    }

    static Table curves(List<Result> all) {
        var points = all.stream()
                .flatMap(r ->
                        r.run().stream().flatMap(run -> run.curve().stream().map(p -> r)))
                .toList();
        var curve = all.stream()
                .flatMap(r -> r.run().stream())
                .flatMap(run -> run.curve().stream())
                .toList();
        var table = Table.create("curves");
        parameters(points).forEach(table::addColumns);
        return table.addColumns(
                LongColumn.create("curveStep", curve.stream().mapToLong(p -> p.step())),
                DoubleColumn.create("curveLoss", curve.stream().mapToDouble(p -> p.loss())),
                DoubleColumn.create("curveSecond", curve.stream().mapToDouble(p -> p.seconds())));
    }

    static Table evaluations(List<Result> all) {
        var owners = all.stream()
                .flatMap(r -> r.run().stream()
                        .flatMap(run -> run.evaluations().stream().map(e -> r)))
                .toList();
        var evaluations = all.stream()
                .flatMap(r -> r.run().stream())
                .flatMap(run -> run.evaluations().stream())
                .toList();
        var table = Table.create("evaluations");
        parameters(owners).forEach(table::addColumns);
        return table.addColumns(
                StringColumn.create("evaluationName", evaluations.stream().map(e -> e.name())),
                LongColumn.create("evaluationStep", evaluations.stream().mapToLong(e -> e.step())),
                DoubleColumn.create("evaluationValue", evaluations.stream().mapToDouble(e -> e.value())),
                DoubleColumn.create("evaluationSecond", evaluations.stream().mapToDouble(e -> e.seconds())));
    }

    private static List<Column<?>> parameters(List<Result> all) {
        return names(all, r -> r.trial().values().keySet()).stream()
                .<Column<?>>map(name -> column(
                        name,
                        all.stream().map(r -> r.trial().values().get(name)).toList()))
                .toList();
    }

    private static Set<String> names(List<Result> all, Function<Result, Set<String>> of) {
        var names = new LinkedHashSet<String>();
        all.forEach(r -> names.addAll(of.apply(r)));
        return names;
    }

    /** Whole numbers if all are, else numbers, truths or texts. */
    private static Column<?> column(String name, List<Object> values) {
        if (there(values).allMatch(v -> v instanceof Long)) {
            var column = LongColumn.create(name);
            values.forEach(v -> {
                if (v == null) {
                    column.appendMissing();
                } else {
                    column.append((Long) v);
                }
            });
            return column;
        }
        if (there(values).allMatch(v -> v instanceof Number)) {
            return DoubleColumn.create(
                    name, values.stream().mapToDouble(v -> v == null ? Double.NaN : ((Number) v).doubleValue()));
        }
        if (there(values).allMatch(v -> v instanceof Boolean)) {
            return BooleanColumn.create(
                    name, values.stream().map(v -> (Boolean) v).toList());
        }
        return StringColumn.create(name, values.stream().map(v -> v == null ? "" : v.toString()));
    }

    private static Stream<Object> there(List<Object> values) {
        return values.stream().filter(v -> v != null);
    }
}
