package org.guideddescent.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** Other programs read the store: DuckDB, Python, Tablesaw. */
class ReadersTest {
    @TempDir
    private Path folder;

    private Results results;

    @BeforeEach
    void sweepTwice() {
        var plan = Plan.grid()
                .scientific("optimizer", "a", "b")
                .nuisance("rate", 0.1, 0.3, 1e-7)
                .seeds(3);
        Experiment experiment = t -> {
            if (t.text("optimizer").equals("b") && t.number("rate") == 0.3) {
                throw new IllegalStateException("a \"quoted\" reason, with commas");
            }
            return Sweeps.scored(s -> Math.exp(s.number("rate")) / (3 * s.whole("seed")))
                    .run(t)
                    .with("error", t.whole("seed") == 2 ? Double.NaN : 1.0 / 3);
        };
        results = Sweep.of("first", plan, experiment)
                .into(ResultStore.open(folder))
                .run();
        // Other columns, in a file of their own.
        Sweep.of("second", Plan.grid().scientific("width", 64, 128).seeds(1), Sweeps.scored(t -> 2))
                .into(ResultStore.open(folder))
                .run();
    }

    @Test
    void duckDbAsksTheFilesAsOneTableOfFlatColumns() throws Exception {
        var rows = sql("select optimizer, rate, seed, loss, error, status, threads, curveLosses[3], environment.os"
                + " from " + files() + " where sweep = 'first' order by optimizer, rate, seed");
        var expected = results.all().stream()
                .sorted(Comparator.comparing((Result r) -> r.trial().text("optimizer"))
                        .thenComparing(r -> r.trial().number("rate"))
                        .thenComparing(r -> r.trial().whole("seed")))
                .map(r -> Arrays.asList(
                        (Object) r.trial().text("optimizer"),
                        r.trial().number("rate"),
                        (long) r.trial().whole("seed"),
                        finite(r.measures().get("loss")),
                        finite(r.measures().get("error")),
                        r.status().name(),
                        (long) r.threads(),
                        r.run().map(run -> run.losses()[2]).orElse(null),
                        r.run().map(run -> run.environment().get("os")).orElse(null)))
                .toList();
        assertEquals(18, rows.size());
        assertEquals(expected, rows);
    }

    @Test
    void duckDbGroupsAndWritesParquetThatItReadsBack() throws Exception {
        var parquet = folder.resolve("runs.parquet").toString();
        sql("copy (select * from " + files() + ") to '" + parquet + "' (format parquet)");
        var medians = "select optimizer, rate, median(loss) from %s where sweep = 'first' and status = 'FINISHED'"
                + " group by all order by all";
        var fromStore = sql(medians.formatted(files()));
        assertEquals(fromStore, sql(medians.formatted("'" + parquet + "'")));
        var expected = new ArrayList<List<Object>>();
        for (var curve : results.where(Result.Status.FINISHED).tuned("rate")) {
            for (var point : curve.points()) {
                expected.add(List.of(curve.group().values().get("optimizer"), point.value(), point.score()));
            }
        }
        assertEquals(expected, fromStore);
    }

    @Test
    void duckDbSkipsATornLine() throws Exception {
        Files.writeString(
                folder.resolve("runs-0002.jsonl"), "{\"sweep\":\"second\",\"key\":\"{", StandardOpenOption.APPEND);
        var torn = files().replace(")", ", ignore_errors = true)");
        assertEquals(List.of(List.of(20L)), sql("select count(*) from " + torn + " where status is not null"));
    }

    @Test
    void pythonsJsonReadsEveryLineWithTheSameNumbers() throws Exception {
        var program = """
                import glob, json, sys
                for file in sorted(glob.glob(sys.argv[1] + '/runs-*.jsonl')):
                    for line in open(file, encoding='utf-8'):
                        r = json.loads(line)
                        if r['sweep'] == 'first':
                            print(r['key'], r['status'], [r[m].hex() if r[m] is not None else None for m in r['measures']],
                                  [x.hex() for x in r.get('curveLosses', [])])
                """;
        var expected = new ArrayList<String>();
        for (var r : ResultStore.open(folder).results("first").all()) {
            expected.add(r.trial().key() + " " + r.status() + " "
                    + hex(r.measures().values()) + " "
                    + hex(r.run()
                            .map(run -> Arrays.stream(run.losses()).boxed().toList())
                            .orElse(List.of())));
        }
        assertEquals(expected, python(program, "json"));
    }

    @Test
    void numpyAndPandasReadTheColumnsWhereTheyAreInstalled() throws Exception {
        var numpy = """
                import json, sys, numpy
                rows = [json.loads(line) for line in open(sys.argv[1] + '/runs-0001.jsonl')]
                print(numpy.median([r['loss'] for r in rows if r['status'] == 'FINISHED']))
                """;
        var pandas = """
                import sys, pandas
                runs = pandas.read_json(sys.argv[1] + '/runs-0001.jsonl', lines=True, precise_float=True)
                print(runs[runs.status == 'FINISHED'].loss.median())
                """;
        var losses = results.where(Result.Status.FINISHED).all().stream()
                .mapToDouble(r -> r.measure("loss"))
                .toArray();
        boolean any = false;
        for (var program : Map.of("numpy", numpy, "pandas", pandas).entrySet()) {
            if (pythonWith(program.getKey()).isPresent()) {
                var said = python(program.getValue(), program.getKey());
                assertEquals(Quantiles.median(losses), Double.parseDouble(said.get(0)), 1e-15, program.getKey());
                any = true;
            }
        }
        assumeTrue(any, "neither numpy nor pandas is installed");
    }

    @Test
    void tablesawReadsTheCsvAndTheNumbersAreExact() {
        var file = folder.resolve("runs.csv");
        var store = ResultStore.open(folder);
        store.writeCsv(file);
        store.writeCsv(file); // replaces
        var table = Table.read().csv(file.toFile());
        var own = store.results().table();
        assertEquals(own.columnNames(), table.columnNames());
        assertEquals(20, table.rowCount());
        for (int i = 0; i < 20; i++) {
            assertEquals(
                    own.doubleColumn("loss").getDouble(i),
                    table.doubleColumn("loss").getDouble(i));
            assertEquals(
                    own.stringColumn("message").get(i),
                    table.stringColumn("message").get(i));
            assertEquals(
                    own.stringColumn("digest").get(i), table.column("digest").getString(i));
        }
        try (var left = Files.list(folder)) {
            assertTrue(left.noneMatch(f -> f.toString().endsWith(".part")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String files() {
        return "read_json_auto('" + folder + "/runs-*.jsonl', format = 'newline_delimited', union_by_name = true)";
    }

    private static List<List<Object>> sql(String query) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duck.createStatement()) {
            var rows = new ArrayList<List<Object>>();
            if (statement.execute(query)) {
                var table = statement.getResultSet();
                while (table.next()) {
                    var row = new ArrayList<Object>();
                    for (int i = 1; i <= table.getMetaData().getColumnCount(); i++) {
                        row.add(table.getObject(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    private static Object finite(Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    private static String hex(Collection<Double> numbers) {
        return numbers.stream()
                .map(x -> Double.isFinite(x) ? "'" + pythonHex(x) + "'" : "None")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Python writes all 13 hexadecimal digits and the sign of the exponent. */
    private static String pythonHex(double x) {
        var parts = Double.toHexString(x).split("[.p]", -1);
        return parts[0] + "." + (parts[1] + "0000000000000").substring(0, 13) + "p"
                + (parts[2].startsWith("-") ? "" : "+") + parts[2];
    }

    private List<String> python(String program, String module) throws Exception {
        var python = pythonWith(module);
        assumeTrue(python.isPresent(), "python3 with " + module + " is not installed");
        var process = new ProcessBuilder(python.orElseThrow(), "-c", program, folder.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.lines().toList();
    }

    /** The first on the path may belong to a version manager and lack what the system's own has. */
    private static Optional<String> pythonWith(String module) throws InterruptedException {
        for (var python : List.of("python3", "/usr/bin/python3")) {
            if (canImport(python, module)) {
                return Optional.of(python);
            }
        }
        return Optional.empty();
    }

    private static boolean canImport(String python, String module) throws InterruptedException {
        try {
            var process = new ProcessBuilder(python, "-c", "import " + module)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
