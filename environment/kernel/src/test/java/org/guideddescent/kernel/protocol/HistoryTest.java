package org.guideddescent.kernel.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.guideddescent.kernel.protocol.HistoryFile.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path folder;

    @Test
    void sessionsCountUpAndAreFoundFromZeroBackwardsAndByNumber() throws Exception {
        HistoryFile file = new HistoryFile(folder.resolve("deep/history.jsonl"));
        session(file, "a1", "a2");
        session(file, "b1");
        History third = new History(Optional.of(file));
        third.add(1, "c1", "out");
        assertEquals(List.of("a1", "a2", "b1", "c1"), inputs(third, "hist_access_type", "tail"));
        assertEquals(List.of("b1", "c1"), inputs(third, "hist_access_type", "tail", "n", 2));
        assertEquals(List.of("c1"), inputs(third, "hist_access_type", "range", "session", 0));
        assertEquals(List.of("b1"), inputs(third, "hist_access_type", "range", "session", -1));
        assertEquals(List.of("a2"), inputs(third, "hist_access_type", "range", "session", 1, "start", 2, "stop", 3));
        assertEquals(List.of(), inputs(third, "hist_access_type", "range", "session", -9));
        assertEquals(List.of("a1", "b1", "c1"), inputs(third, "hist_access_type", "search", "pattern", "?1"));
        assertEquals(
                3,
                third.answer(Json.of("n", 1))
                        .getAsJsonArray("history")
                        .get(0)
                        .getAsJsonArray()
                        .get(0)
                        .getAsInt());
        third.close();
    }

    @Test
    void outputsAreShownForThisSessionAndNeverWritten() throws Exception {
        HistoryFile file = new HistoryFile(folder.resolve("history.jsonl"));
        History history = new History(Optional.of(file));
        history.add(1, "ask()", "a secret");
        JsonArray pair = history.answer(Json.of("output", true))
                .getAsJsonArray("history")
                .get(0)
                .getAsJsonArray()
                .get(2)
                .getAsJsonArray();
        assertEquals("[\"ask()\",\"a secret\"]", pair.toString());
        history.close();
        assertTrue(Files.readString(file.path()).contains("ask()"));
        assertFalse(Files.readString(file.path()).contains("secret"));
    }

    @Test
    void aRepeatedCellIsFoundOnceWhereItWasRunLast() throws Exception {
        History history = new History(Optional.empty());
        List.of("x", "y", "x").forEach(s -> history.add(1, s, null));
        assertEquals(List.of("y", "x"), inputs(history, "hist_access_type", "search", "pattern", "*", "unique", true));
    }

    @Test
    void damagedLinesAreSkippedAndHalfALineSpoilsNothing() throws Exception {
        Path path = folder.resolve("history.jsonl");
        Files.writeString(
                path,
                "{\"session\":4,\"line\":1,\"input\":\"good\"}\n\0\0\n[]\n{\"session\":\"x\"}\n{\"session\":5,\"line\":1,\"inp");
        session(new HistoryFile(path), "next");
        History after = new History(Optional.of(new HistoryFile(path)));
        assertEquals(List.of("good", "next"), inputs(after, "hist_access_type", "tail"));
        after.close();
    }

    @Test
    void theFileIsTrimmedWhenASessionStarts() throws Exception {
        Path path = folder.resolve("history.jsonl");
        List<String> lines = IntStream.rangeClosed(1, 12_000)
                .mapToObj(i -> "{\"session\":1,\"line\":" + i + ",\"input\":\"" + i + "\"}")
                .toList();
        Files.write(path, lines);
        HistoryFile.Opened opened = new HistoryFile(path).open();
        assertEquals(HistoryFile.KEPT, opened.lines().size());
        assertEquals("12000", opened.lines().get(HistoryFile.KEPT - 1).input());
        assertEquals(HistoryFile.KEPT + 1, Files.readAllLines(path).size());
        assertEquals(3, new HistoryFile(path).open().session());
    }

    @Test
    void kernelsAtTheSameTimeHaveTheirOwnNumbersAndLoseNoLine() throws Exception {
        HistoryFile file = new HistoryFile(folder.resolve("history.jsonl"));
        List<History> kernels = IntStream.range(0, 4)
                .mapToObj(i -> new History(Optional.of(file)))
                .toList();
        for (int i = 1; i <= 50; i++) {
            for (History kernel : kernels) {
                kernel.add(i, "cell " + i, null);
            }
        }
        for (History kernel : kernels) {
            kernel.answer(Json.of());
            kernel.close();
        }
        List<Line> lines = file.open().lines();
        assertEquals(200, lines.size());
        assertEquals(4, lines.stream().map(Line::session).distinct().count());
    }

    @Test
    void aFileThatCannotBeWrittenKeepsTheSessionInMemory() throws Exception {
        Path occupied = Files.createFile(folder.resolve("occupied"));
        History history = new History(Optional.of(new HistoryFile(occupied.resolve("history.jsonl"))));
        history.add(1, "kept", null);
        assertEquals(List.of("kept"), inputs(history, "hist_access_type", "tail"));
        history.close();
    }

    @Test
    void onlyTheUserMayReadTheFile() throws IOException {
        HistoryFile file = new HistoryFile(folder.resolve("history.jsonl"));
        file.open();
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertEquals(2, Files.getPosixFilePermissions(file.path()).size());
        }
    }

    @Test
    void theEnvironmentNamesTheFileOrSwitchesItOff() {
        assertEquals(Optional.empty(), HistoryFile.of(Map.of("GUIDED_DESCENT_HISTORY", ":memory:")));
        assertEquals(Optional.empty(), HistoryFile.of(Map.of("GUIDED_DESCENT_HISTORY", "")));
        assertEquals(
                Path.of("/a/b"),
                HistoryFile.of(Map.of("GUIDED_DESCENT_HISTORY", "/a/b"))
                        .orElseThrow()
                        .path());
        assertEquals(
                Path.of("/data/guided-descent-kernel/history.jsonl"),
                HistoryFile.of(Map.of("JUPYTER_DATA_DIR", "/data"))
                        .orElseThrow()
                        .path());
    }

    @Test
    void aWrongKindOfAccessIsRefusedByName() {
        History history = new History(Optional.empty());
        assertThrows(IllegalArgumentException.class, () -> history.answer(Json.of("hist_access_type", "sideways")));
    }

    @Test
    void globsMatchWholeTextsInLinearTime() {
        assertTrue(new Glob("").matches(""));
        assertTrue(new Glob("*").matches("a\nb"));
        assertTrue(new Glob("a*c?e**").matches("abcbcde"));
        assertFalse(new Glob("a*c").matches("ab"));
        assertFalse(new Glob("a").matches("ab"));
        assertTrue(new Glob("[.]\\").matches("[.]\\"));
        assertFalse(new Glob("*a".repeat(50) + "b").matches("a".repeat(100_000)));
    }

    private static void session(HistoryFile file, String... inputs) throws Exception {
        History history = new History(Optional.of(file));
        for (int i = 0; i < inputs.length; i++) {
            history.add(i + 1, inputs[i], null);
        }
        history.close();
    }

    private static List<String> inputs(History history, Object... request) throws InterruptedException {
        return StreamSupport.stream(
                        history.answer(Json.of(request))
                                .getAsJsonArray("history")
                                .spliterator(),
                        false)
                .map(JsonElement::getAsJsonArray)
                .map(e -> e.get(2).getAsString())
                .toList();
    }
}
