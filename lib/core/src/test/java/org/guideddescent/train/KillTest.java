package org.guideddescent.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trainer in a JVM of its own, killed again and again: in mid-training and in mid-write. */
class KillTest {
    @TempDir
    Path temporary;

    @Test
    void aRunThatIsKilledAgainAndAgainBecomesWhatItWouldHaveBeenUndisturbed() throws Exception {
        var folder = Files.createDirectory(temporary.resolve("checkpoints"));
        var killed = Files.createDirectory(temporary.resolve("killed"));
        var undisturbed = Files.createDirectory(temporary.resolve("undisturbed"));
        var random = new Random(5);

        // In mid-training: some way behind a checkpoint.
        var process = start(folder, killed);
        awaitStep(process, folder, 40);
        Thread.sleep(random.nextInt(20));
        kill(process);

        // In mid-write: when a file that is being written is seen; whether it was in time shows in what is left.
        int leftovers = 0;
        for (int tries = 0; leftovers == 0 && tries < 8; tries++) {
            long at = newest(folder);
            assertTrue(at > 0 && at < KilledRun.STEPS, "no more steps to kill at, newest is " + at);
            process = start(folder, killed);
            awaitStep(process, folder, at + 8);
            awaitWriting(process, folder);
            kill(process);
            leftovers = parts(folder);
        }
        assertTrue(leftovers > 0, "every write was faster than the kill");
        long begun = newest(folder);
        assertFalse(Files.exists(killed.resolve(KilledRun.RUN)));

        process = start(folder, killed);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        assertTrue(begun < KilledRun.STEPS);
        assertEquals(0, parts(folder), "leftovers are removed");

        KilledRun.train(Optional.empty(), undisturbed, moment -> Callback.GO_ON);
        // Equal states are equal files: weights, every slot, t.
        assertEquals(-1, Files.mismatch(undisturbed.resolve(KilledRun.WEIGHTS), killed.resolve(KilledRun.WEIGHTS)));
        var one = run(undisturbed);
        var other = run(killed);
        assertEquals(KilledRun.STEPS, one.curve().size());
        assertEquals(15, one.evaluations("held out").size());
        assertEquals(100, one.readings("gradient norm").size());
        assertTrue(one.sameNumbers(other), "the records differ");
    }

    private static Process start(Path folder, Path out) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xmx512m",
                        // Starts in half the time; what is compiled how must not change a bit either.
                        "-XX:TieredStopAtLevel=1",
                        "--add-modules",
                        "jdk.incubator.vector",
                        KilledRun.class.getName(),
                        folder.toString(),
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(out.resolve("output.txt").toFile())
                .start();
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    private static void awaitStep(Process process, Path folder, long step) throws Exception {
        while (newest(folder) < step) {
            assertTrue(process.isAlive(), "it ended by itself");
            Thread.sleep(1);
        }
    }

    private static void awaitWriting(Process process, Path folder) throws Exception {
        while (parts(folder) == 0) {
            assertTrue(process.isAlive(), "it ended by itself");
        }
    }

    private static int parts(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return (int) files.filter(f -> f.toString().endsWith(".part")).count();
        }
    }

    private static long newest(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".zip"))
                    .mapToLong(f -> Long.parseLong(f.substring(5, f.length() - 4)))
                    .max()
                    .orElse(0);
        }
    }

    private static Run run(Path folder) throws IOException, ClassNotFoundException {
        try (var in = new ObjectInputStream(Files.newInputStream(folder.resolve(KilledRun.RUN)))) {
            return (Run) in.readObject();
        }
    }
}
