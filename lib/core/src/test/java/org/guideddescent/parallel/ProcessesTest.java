package org.guideddescent.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranks in JVMs of their own; one of them is killed. */
class ProcessesTest {
    private static final int STEPS = 40;

    private final List<Rank> started = new ArrayList<>();

    private record Rank(Process process, BufferedReader out) {
        /** The next line that begins so; nothing if the process ends without one. */
        Optional<String> line(String start) throws IOException {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(start)) {
                    return Optional.of(line);
                }
            }
            return Optional.empty();
        }
    }

    private List<Rank> start(int size, Path folder, int millis) throws IOException {
        var ranks = new ArrayList<Rank>();
        for (int rank = 0; rank < size; rank++) {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-XX:TieredStopAtLevel=1",
                            "--add-modules",
                            "jdk.incubator.vector",
                            "-cp",
                            System.getProperty("java.class.path"),
                            TrainingProcess.class.getName(),
                            Integer.toString(rank),
                            Integer.toString(size),
                            Integer.toString(STEPS),
                            folder.toString(),
                            Integer.toString(millis))
                    .redirectError(folder.resolve("errors" + rank).toFile())
                    .start();
            ranks.add(new Rank(process, process.inputReader(StandardCharsets.UTF_8)));
        }
        started.addAll(ranks);
        var ports = new ArrayList<String>();
        for (var rank : ranks) {
            ports.add(rank.line("at ").orElseThrow().substring(3));
        }
        for (var rank : ranks) {
            rank.process()
                    .outputWriter(StandardCharsets.UTF_8)
                    .append(String.join(" ", ports) + "\n")
                    .flush();
        }
        return ranks;
    }

    @AfterEach
    void leaveNoProcessBehind() {
        started.forEach(r -> r.process().destroyForcibly());
    }

    private static double[] weights(Path folder, int rank) throws IOException {
        return Files.readAllLines(folder.resolve("weights" + rank)).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static double[] serial(Path folder) {
        return TrainingProcess.train(Team.ALONE, STEPS, folder, 0, t -> {});
    }

    @Test
    void twoProcessesEndWhereOneDoesAndWithTheSameBits(@TempDir Path folder, @TempDir Path alone) throws Exception {
        for (var rank : start(2, folder, 0)) {
            assertTrue(rank.line("done").isPresent(), Files.readString(folder.resolve("errors0")));
        }
        assertArrayEquals(weights(folder, 0), weights(folder, 1));
        assertArrayEquals(serial(alone), weights(folder, 0), 1e-11);
    }

    @Test
    void aKilledRankEndsTheOthersInWordsAndTheCheckpointTheRun(@TempDir Path folder, @TempDir Path alone)
            throws Exception {
        var ranks = start(3, folder, 10);
        assertTrue(ranks.get(2).line("saved 20").isPresent());
        ranks.get(2).process().destroyForcibly();
        for (int rank = 0; rank < 2; rank++) {
            var told = ranks.get(rank).line("failed ").orElse("no word; see errors" + rank);
            assertTrue(told.contains("rank 2 (127.0.0.1:"), told);
            assertTrue(ranks.get(rank).process().waitFor(20, TimeUnit.SECONDS), "rank " + rank + " hangs");
            assertEquals(3, ranks.get(rank).process().exitValue());
        }
        for (var rank : start(3, folder, 0)) {
            assertTrue(rank.line("done").isPresent(), Files.readString(folder.resolve("errors0")));
        }
        var undisturbed = Threads.run(3, team -> TrainingProcess.train(team, STEPS, alone, 0, t -> {}));
        for (int rank = 0; rank < 3; rank++) {
            assertArrayEquals(undisturbed.get(0), weights(folder, rank), "rank " + rank);
        }
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of("checkpoint.zip"),
                    files.map(f -> f.getFileName().toString())
                            .filter(f -> f.startsWith("checkpoint"))
                            .collect(Collectors.toList()),
                    "nothing half-written is left");
        }
    }
}
