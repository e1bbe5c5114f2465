package org.guideddescent.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultStoreTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsAppendedIsThereForEveryoneAtOnce() {
        var reader = ResultStore.open(folder);
        var store = ResultStore.open(folder);
        try (var writer = store.writer()) {
            for (int i = 0; i < 5; i++) {
                writer.append(result(i));
                assertEquals(results(0, i + 1), store.results().all());
                assertEquals(results(0, i + 1), reader.refresh().results().all());
            }
        }
        assertEquals(List.of(), reader.damages());
        assertEquals(List.of("s"), reader.sweeps());
        assertEquals(5, reader.results("s").size());
        assertEquals(0, reader.results("t").size());
        assertEquals(results(0, 5), ResultStore.open(folder).results().all());
    }

    @Test
    void eachWriterThatWritesBeginsAFile() throws IOException {
        write(0, 2);
        write(2, 2); // nothing
        write(2, 5);
        assertEquals(List.of("lock", "runs-0001.jsonl", "runs-0002.jsonl"), files());
        assertEquals(results(0, 5), ResultStore.open(folder).results().all());
    }

    @Test
    void oneWritesAtATimeAndTheOtherIsToldSo() {
        var store = ResultStore.open(folder);
        var other = ResultStore.open(folder);
        try (var writer = store.writer()) {
            var refused = assertThrows(IllegalStateException.class, other::writer);
            assertTrue(refused.getMessage().contains("writes into the result store"), refused.getMessage());
            assertTrue(refused.getMessage().contains("another folder"), refused.getMessage());
            writer.append(result(0));
            assertThrows(IllegalStateException.class, store::writer);
        }
        try (var writer = other.writer()) {
            writer.append(result(1));
        }
        assertEquals(results(0, 2), ResultStore.open(folder).results().all());
    }

    @Test
    void aTornLastLineIsNamedAndTheRestIsReadWhereverItIsTorn() throws IOException {
        write(0, 3);
        var file = folder.resolve("runs-0001.jsonl");
        var whole = Files.readAllBytes(file);
        int last = new String(whole, StandardCharsets.UTF_8).lastIndexOf('\n', whole.length - 2) + 1;
        for (int end = last + 1; end < whole.length; end += 7) {
            Files.write(file, Arrays.copyOf(whole, end));
            var store = ResultStore.open(folder);
            assertEquals(results(0, 2), store.results().all());
            var damage = store.damages().get(0);
            assertEquals(1, store.damages().size());
            assertEquals(file, damage.file());
            assertEquals(3, damage.line());
            assertTrue(damage.why().contains("without a line break"), damage.why());
            Files.write(file, Arrays.copyOfRange(whole, end, whole.length), StandardOpenOption.APPEND);
            assertEquals(results(0, 3), store.refresh().results().all());
            assertEquals(List.of(), store.damages());
        }
    }

    @Test
    void aFlippedByteAnywhereCostsItsLinesAndIsNamed() throws IOException {
        write(0, 5);
        var file = folder.resolve("runs-0001.jsonl");
        var whole = Files.readAllBytes(file);
        var random = new Random(1);
        for (int i = 0; i < 200; i++) {
            var damaged = whole.clone();
            int at = random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, damaged);
            var store = ResultStore.open(folder);
            int left = store.results().size();
            assertTrue(left == 4 || (left == 3 && whole[at] == '\n'), left + " of 5 are left");
            assertTrue(results(0, 5).containsAll(store.results().all()));
            assertFalse(store.damages().isEmpty());
            assertTrue(store.damages().stream().allMatch(d -> d.file().equals(file) && d.line() > 0));
        }
    }

    @Test
    void aFileOfSomethingElseIsNamedOnceAndSkipped() throws IOException {
        write(0, 2);
        var noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        Files.write(folder.resolve("runs-0002.jsonl"), noise);
        Files.writeString(folder.resolve("runs-0003.jsonl"), "{\"sweep\":\"s\"}\n{}\n");
        Files.createDirectory(folder.resolve("runs-0004.jsonl"));
        Files.write(folder.resolve("runs-0005.jsonl"), new byte[0]);
        Files.writeString(folder.resolve("notes.txt"), "mine");
        write(2, 4);
        var store = ResultStore.open(folder);
        assertEquals(results(0, 4), store.results().all());
        assertEquals(
                List.of("runs-0002.jsonl", "runs-0003.jsonl", "runs-0004.jsonl"),
                store.damages().stream()
                        .map(d -> d.file().getFileName().toString())
                        .toList());
        assertTrue(
                store.damages().stream().allMatch(d -> d.line() == 0),
                store.damages().toString());
        assertTrue(files().contains("runs-0006.jsonl"));
    }

    @Test
    void theFirstOfTwoResultsOfOneTrialCountsAndTheOtherIsNamed() throws IOException {
        write(0, 3);
        Files.copy(folder.resolve("runs-0001.jsonl"), folder.resolve("runs-0002.jsonl"));
        var other = ResultTest.finished(ResultTest.trial("i", 1), Map.of("loss", 99.0));
        Files.writeString(folder.resolve("runs-0003.jsonl"), other.line() + "\n");
        var store = ResultStore.open(folder);
        assertEquals(results(0, 3), store.results().all());
        assertEquals(4, store.damages().size());
        var same = store.damages().get(0);
        assertTrue(same.why().contains("stands already in runs-0001.jsonl, line 1, with the same numbers"), same.why());
        var different = store.damages().get(3).why();
        assertTrue(different.contains("line 2, with other numbers"), different);
    }

    @Test
    void aResultOfOtherThreadsOrAnotherSweepIsAnotherOne() {
        var one = result(0);
        var store = ResultStore.open(folder);
        try (var writer = store.writer()) {
            writer.append(one);
            writer.append(changed(one, "s", 2));
            writer.append(changed(one, "t", 1));
        }
        assertEquals(3, store.refresh().results().size());
        assertEquals(List.of(), store.damages());
        assertEquals(List.of("s", "t"), store.sweeps());
    }

    @Test
    void aResultThatEndedCountsBeforeOneThatFailed() {
        var trial = ResultTest.trial("i", 0);
        var work = new Work("s", t -> null, 1);
        var store = ResultStore.open(folder);
        try (var writer = store.writer()) {
            writer.append(work.failed(trial, "first", 0));
            writer.append(work.failed(trial, "second", 0));
            assertEquals("second", store.refresh().results().all().get(0).message());
            writer.append(result(0));
            writer.append(work.failed(trial, "third", 0));
        }
        assertEquals(List.of(result(0)), store.refresh().results().all());
        assertEquals(List.of(), store.damages());
    }

    @Test
    void anInterruptLosesNoResult() {
        var store = ResultStore.open(folder);
        try (var writer = store.writer()) {
            Thread.currentThread().interrupt();
            writer.append(result(0));
            writer.append(result(1));
            assertTrue(Thread.interrupted());
        }
        assertEquals(results(0, 2), ResultStore.open(folder).results().all());
    }

    @Test
    void aWriterThatWasClosedWritesNothingAndTakesNobodysLock() {
        var store = ResultStore.open(folder);
        var closed = store.writer();
        closed.close();
        try (var writer = store.writer()) {
            closed.close();
            assertThrows(IllegalStateException.class, () -> closed.append(result(0)));
            assertThrows(IllegalStateException.class, store::writer);
            writer.append(result(1));
        }
        assertEquals(List.of(result(1)), ResultStore.open(folder).results().all());
    }

    @Test
    void aFolderThatCannotBeIsRefusedWithItsPath() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");
        var refused = assertThrows(UncheckedIOException.class, () -> ResultStore.open(file));
        assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
    }

    private void write(int from, int to) {
        try (var writer = ResultStore.open(folder).writer()) {
            results(from, to).forEach(writer::append);
        }
    }

    private List<String> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static List<Result> results(int from, int to) {
        return IntStream.range(from, to).mapToObj(ResultStoreTest::result).toList();
    }

    private static Result result(int i) {
        return ResultTest.finished(ResultTest.trial("i", i), Map.of("loss", 1.0 / (i + 1)));
    }

    private static Result changed(Result r, String sweep, int threads) {
        return new Result(
                sweep,
                r.trial(),
                r.status(),
                r.message(),
                r.measures(),
                r.run(),
                threads,
                r.seconds(),
                r.where(),
                r.finished());
    }
}
