package org.guideddescent.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.parallel.DataParallel;
import org.guideddescent.parallel.Team;
import org.guideddescent.parallel.Threads;
import org.guideddescent.sweep.Experiment;
import org.guideddescent.sweep.LocalPool;
import org.guideddescent.sweep.Result;
import org.guideddescent.sweep.ResultStore;
import org.guideddescent.sweep.Work;
import org.guideddescent.train.Optimizer;
import org.guideddescent.train.Seed;
import org.guideddescent.train.Trainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A master and two workers, each a process, started by the script that users start theirs with. Processes are killed. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandaloneTest {
    private static final Work WORK = new Work("s", Experiments::train, 1);
    private static final Work SLOW = new Work("s", Experiments::trainSlowly, 1);

    @TempDir
    static Path folder;

    private static Standalone cluster;
    private static SparkEngine engine;
    private static Map<String, String> undisturbed;

    @BeforeAll
    static void start() {
        cluster = Standalone.start(folder.resolve("cluster"));
        engine = SparkEngine.at(cluster.master(), Map.of("spark.executor.memory", "1g"));
        undisturbed = Experiments.digests(Experiments.results(new LocalPool(2), WORK));
    }

    @AfterAll
    static void stop() {
        engine.close();
        var worker = cluster.worker(2);
        cluster.close();
        assertFalse(worker.isAlive(), "stop ends what start began");
    }

    @Test
    void resultsOfTwoWorkersAreThoseOfThePoolBitByBit() {
        var results = Experiments.results(engine, WORK);
        assertEquals(undisturbed, Experiments.digests(results));
        assertEquals(2, places(results).size(), "both computed");
        assertFalse(
                places(results).contains("process " + ProcessHandle.current().pid()));
        assertTrue(cluster.status().contains("worker-2"));
    }

    @Test
    void aLambdaOfACellRunsOnWorkersThatNeverSawTheNotebook() {
        try (var cells = Cells.ofTheJdk()) {
            cells.run(
                    "import org.guideddescent.sweep.*; import org.guideddescent.spark.*;",
                    "int steps = 7;",
                    "Outcome shortened(Trial trial) { return Experiments.train(trial.with(\"steps\", steps)); }");
            var experiment = cells.value(Experiment.class, "(Experiment) trial -> shortened(trial)");
            assertEquals(
                    Experiments.digests(Experiments.results(
                            new LocalPool(2),
                            new Work("cells", trial -> Experiments.train(trial.with("steps", 7)), 1))),
                    Experiments.digests(Experiments.results(engine, new Work("cells", experiment, 1))));
        }
    }

    @Test
    void anExecutorThatIsKilledCostsNothing() {
        // Warm, so that both work when the first result comes.
        Experiments.results(engine, WORK);
        var victim = cluster.executors().get(0);
        var results = new ArrayList<Result>();
        engine.run(Experiments.PLAN.next(List.of()), SLOW, result -> {
            if (results.isEmpty()) {
                victim.destroyForcibly();
            }
            results.add(result);
        });
        assertFalse(victim.isAlive());
        assertEquals(8, results.size());
        assertEquals(undisturbed, Experiments.digests(results));
    }

    @Test
    void anExperimentThatEndsItsProcessIsAResultAndTheOthersAreAsUndisturbed() {
        var results = Experiments.results(engine, new Work("s", Experiments::trainOrHalt, 1));
        var failed =
                results.stream().filter(r -> r.status() == Result.Status.FAILED).toList();
        assertEquals(1, failed.size(), results.toString());
        assertEquals(Experiments.PLAN.next(List.of()).get(3), failed.get(0).trial());
        assertTrue(failed.get(0).message().contains("134"), failed.get(0).message());
        var digests = Experiments.digests(results);
        assertEquals(undisturbed.keySet(), digests.keySet());
        digests.remove(failed.get(0).trial().key());
        var others = new java.util.TreeMap<>(undisturbed);
        others.keySet().retainAll(digests.keySet());
        assertEquals(others, digests);
    }

    @Test
    void aDriverThatIsKilledGoesOnFromTheStore() throws Exception {
        engine.close();
        var store = folder.resolve("store");
        var driver = submit(store);
        long end = System.nanoTime() + 120_000_000_000L;
        while (lines(store) < 2 && driver.isAlive() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        driver.destroyForcibly().waitFor();
        int before = lines(store);
        assertTrue(before >= 2 && before < 8, before + " results were there when the driver died");
        assertEquals(0, submit(store).waitFor());
        var results = ResultStore.open(store).results("submitted").all();
        assertEquals(8, results.size());
        assertEquals(8, lines(store), "none was run again");
        assertEquals(
                Experiments.digests(
                        Experiments.results(new LocalPool(2), new Work("submitted", Experiments::train, 1))),
                Experiments.digests(results));
    }

    /** spark-submit, as a process: the class that the script of a Spark distribution starts. */
    private static Process submit(Path store) throws IOException {
        var jars = Jars.of(StandaloneTest.class.getClassLoader()).files();
        var spark = Path.of("target/spark").toAbsolutePath();
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                spark.resolve("jars") + "/*",
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                cluster.master(),
                "--conf",
                "spark.executor.memory=1g",
                "--conf",
                "spark.executor.extraJavaOptions=--add-modules=jdk.incubator.vector",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.log.level=WARN",
                "--class",
                SubmittedSweep.class.getName(),
                "--jars",
                jars.stream().map(jar -> "local:" + jar).collect(Collectors.joining(",")),
                jars.get(0).toString(),
                store.toString());
        builder.environment().put("SPARK_HOME", spark.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("submit.log").toFile())
                .start();
    }

    private static int lines(Path store) throws IOException {
        if (!Files.exists(store)) {
            return 0;
        }
        try (var files = Files.walk(store)) {
            int lines = 0;
            for (var file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                lines += (int)
                        Files.readString(file).chars().filter(c -> c == '\n').count();
            }
            return lines;
        }
    }

    @Test
    void aTeamOnWorkersTrainsWhatOneProcessTrains() {
        var ranks = SparkTeam.run(engine, 2, 1, StandaloneTest::weights);
        assertArrayEquals(ranks.get(0), ranks.get(1), "ranks are bitwise equal");
        assertArrayEquals(ranks.get(0), Threads.run(2, StandaloneTest::weights).get(0), "and so is a team of threads");
        var seed = new Seed(5);
        var net = Experiments.network();
        var serial = new Optimizer(Optimizers.adamW(1e-2), net.initialize(seed.stream("weights")));
        new Trainer(net, Experiments.batches(seed, 24), seed).train(serial, 20);
        assertArrayEquals(serial.weights().flat().toFloatVector(), ranks.get(0), 1e-4f);
    }

    private static float[] weights(Team team) {
        var seed = new Seed(5);
        var net = Experiments.network();
        var training = DataParallel.of(team, net, Experiments.batches(seed, 24), seed);
        var optimizer = training.optimizer(Optimizers.adamW(1e-2), net.initialize(seed.stream("weights")));
        training.train(optimizer, 20);
        return optimizer.weights().flat().toFloatVector();
    }

    @Test
    void aTeamLargerThanTheClusterIsRefusedAndAFailingRankIsQuoted() {
        var refused = assertThrows(IllegalStateException.class, () -> SparkTeam.run(engine, 9, 1, Team::rank));
        assertEquals(
                "a team of 9 ranks with 1 threads each needs 9 cores at once, and the cluster has 2",
                refused.getMessage());
        var failed = assertThrows(
                IllegalStateException.class,
                () -> SparkTeam.run(engine, 2, 1, team -> {
                    if (team.rank() == 1) {
                        throw new IllegalStateException("rank 1 has no data");
                    }
                    return 0;
                }));
        assertTrue(failed.getMessage().contains("rank 1 has no data"), failed.getMessage());
    }

    /** The last one: the cluster stays smaller. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aWorkerThatIsKilledCostsNothing() {
        var results = new ArrayList<Result>();
        engine.run(Experiments.PLAN.next(List.of()), SLOW, result -> {
            if (results.isEmpty()) {
                cluster.worker(1).destroyForcibly();
            }
            results.add(result);
        });
        assertEquals(8, results.size());
        assertEquals(undisturbed, Experiments.digests(results));
        assertEquals(1, cluster.executors().size(), "the other worker's");
    }

    private static Set<String> places(List<Result> results) {
        return results.stream().map(Result::where).collect(Collectors.toSet());
    }
}
