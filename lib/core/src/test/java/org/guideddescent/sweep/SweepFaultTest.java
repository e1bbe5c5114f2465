package org.guideddescent.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes are killed with SIGKILL in the middle of a sweep; afterwards all is as if they had not been. */
@Timeout(600)
class SweepFaultTest {
    @TempDir
    private Path folder;

    /** What a process said before it ended. */
    private record Life(List<String> said, boolean killed) {}

    @Test
    void aSweepKilledAtRandomMomentsLosesNothingFinishedAndEndsAsTheUndisturbedOne() throws Exception {
        var random = new Random(6);
        var durable = new HashSet<String>();
        int kills = 0;
        for (boolean ended = false; !ended; ) {
            int results = kills < 4 ? 1 + random.nextInt(16) : Integer.MAX_VALUE;
            var life = live("lines", results, random.nextInt(12));
            ended = !life.killed;
            kills += life.killed ? 1 : 0;
            for (var key : finished(life)) {
                assertTrue(durable.add(key), "ran again although it was durable: " + key);
            }
            var stored = ResultStore.open(folder);
            var keys = new HashSet<String>();
            stored.results().all().forEach(r -> keys.add(r.trial().key()));
            assertTrue(keys.containsAll(durable), "what was said to be durable is in the store");
            // Durable, but killed before it could say so.
            durable.addAll(keys);
        }
        assertEquals(4, kills);
        var undisturbed = Sweep.of("killed", SweepDriver.LONG_LINES, SweepDriver::longLine)
                .run(new LocalPool(1));
        isWhole(SweepDriver.LONG_LINES, undisturbed);
    }

    @Test
    void aSweepOfRealNetworksKilledInTheMiddleHasTheBitsOfTheUndisturbedOne() throws Exception {
        var life = live("networks", 3, 20);
        assertTrue(life.killed);
        int before = ResultStore.open(folder).results().size();
        assertTrue(before >= 3 && before < 8, before + " of 8 finished before");
        live("networks", Integer.MAX_VALUE, 0);
        isWhole(
                SweepDriver.NETWORKS,
                Sweep.of("killed", SweepDriver.NETWORKS, Sweeps::train).run(new LocalPool(1)));
    }

    @Test
    void aFullDiskCostsTheResultsThatDidNotFitAndNoOther() throws Exception {
        var bash = Path.of("/bin/bash");
        assumeTrue(Files.isExecutable(bash), "needs a shell that limits the size of files");
        // No file may grow beyond 100 KiB: two lines fit, the third is torn.
        var command = new ArrayList<>(List.of(bash.toString(), "-c", "ulimit -f 100; exec \"$@\"", "bash"));
        command.addAll(java("full"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, process.waitFor(), said.toString());
        var failed = said.stream().filter(s -> s.startsWith("failed ")).toList();
        for (int i = 0; i < 3; i++) {
            var file = folder.toRealPath().resolve("runs-000" + (i + 1) + ".jsonl");
            assertEquals("failed cannot write a result into " + file, failed.get(i));
        }
        var store = ResultStore.open(folder);
        assertEquals(
                said.stream().filter(s -> s.startsWith("{")).toList(),
                store.results().all().stream().map(r -> r.trial().key()).toList());
        assertTrue(store.results().size() >= 3);
        assertEquals(3, store.damages().size(), store.damages().toString());
        live("lines", Integer.MAX_VALUE, 0);
        assertEquals(100, ResultStore.open(folder).results().size());
    }

    @Test
    void anotherProcessThatWritesIsNamedAndReadingGoesOn() throws Exception {
        var process = new ProcessBuilder(java("hold")).redirectErrorStream(true).start();
        try (var lines = process.inputReader()) {
            assertEquals("held", lines.readLine());
            var store = ResultStore.open(folder);
            assertEquals("by the other process", store.results().all().get(0).message());
            var refused = assertThrows(IllegalStateException.class, store::writer);
            assertTrue(
                    refused.getMessage().startsWith("another process writes into the result store"),
                    refused.getMessage());
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (var writer = ResultStore.open(folder).writer()) {
            writer.append(
                    new Work("s", t -> null, 1).failed(ResultTest.trial("a", 1), "the lock went with its process", 0));
        }
    }

    /** Every trial of the plan is there exactly once, also on disk, with the undisturbed numbers; only torn ends are damages. */
    private void isWhole(Plan plan, Results undisturbed) throws IOException {
        var store = ResultStore.open(folder);
        assertEquals(plan.size(), store.results().size());
        assertEquals(digests(undisturbed), digests(store.results()));
        for (var damage : store.damages()) {
            assertTrue(damage.why().contains("without a line break"), damage.toString());
        }
        long lines = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (var file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                lines += Files.readString(file).chars().filter(c -> c == '\n').count();
            }
        }
        assertEquals(plan.size(), lines);
    }

    private static Map<String, String> digests(Results results) {
        var digests = new TreeMap<String, String>();
        results.all().forEach(r -> digests.put(r.trial().key(), r.digest()));
        return digests;
    }

    /** Lets a process live until it has told of so many results, and a moment longer. */
    private Life live(String what, int results, int milliseconds) throws Exception {
        var process = new ProcessBuilder(java(what))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var said = new ArrayList<String>();
        boolean killed = false;
        try (var lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (!killed && said.size() >= results) {
                    Thread.sleep(milliseconds);
                    // By its handle: the process itself would close the stream of what it still said.
                    process.toHandle().destroyForcibly();
                    killed = true;
                }
            }
        }
        assertEquals(killed ? 137 : 0, process.waitFor());
        return new Life(said, killed);
    }

    private static List<String> finished(Life life) {
        return life.said.stream()
                .filter(s -> s.startsWith("{") && s.endsWith("}"))
                .toList();
    }

    private List<String> java(String what) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx512m",
                SweepDriver.class.getName(),
                what,
                folder.toString());
    }
}
