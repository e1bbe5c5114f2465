package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.guideddescent.sweep.Experiment;
import org.guideddescent.sweep.LocalPool;
import org.guideddescent.sweep.ResultStore;
import org.guideddescent.sweep.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSweepTest {
    /** What a screen was told, and when a figure was there, how many series it had. */
    private record Shown(int done, int total, String note, int series, boolean last) {}

    private final List<Shown> shown = new ArrayList<>();
    private long now;

    private LiveSweep view(Sweep sweep) {
        return new LiveSweep(
                        sweep,
                        results -> java.util.Optional.empty(),
                        total -> (done, of, note, figure, last) -> shown.add(new Shown(
                                done,
                                of,
                                note,
                                figure.get().map(f -> f.series().size()).orElse(0),
                                last)),
                        () -> now += 600_000_000L)
                .drawing(results -> SweepFigures.tuning(results, "log2Rate"));
    }

    private static Experiment failingAtTheLargestRate() {
        var formula = SyntheticSweep.experiment();
        return trial -> {
            if (trial.number("log2Rate") == -2) {
                throw new IllegalStateException("too large");
            }
            return formula.run(trial);
        };
    }

    @Test
    void showsCountsFailuresAndAFigureOfWhatIsThere() {
        var sweep = Sweep.of("live", SyntheticSweep.plan(), failingAtTheLargestRate());
        try (var pool = new LocalPool(1)) {
            sweep.watching(view(sweep)).run(pool);
        }
        var first = shown.get(0);
        assertEquals(0, first.done());
        assertEquals(60, first.total());
        assertEquals(0, first.series());
        var last = shown.get(shown.size() - 1);
        assertTrue(last.last());
        assertEquals(60, last.done());
        assertTrue(last.note().startsWith("12 failed, "), last.note());
        assertTrue(
                shown.stream()
                        .anyMatch(s ->
                                s.done() < s.total() && s.done() > 0 && s.note().endsWith(" s left")),
                shown.toString());
        assertTrue(shown.stream().anyMatch(s -> s.series() > 0 && !s.last()));
    }

    @Test
    void aSweepThatGoesOnCountsWhatWasThere(@TempDir Path folder) {
        var sweep = Sweep.of("live", SyntheticSweep.plan(), SyntheticSweep.experiment());
        sweep.into(ResultStore.open(folder)).run();
        var again = sweep.into(ResultStore.open(folder));
        again.watching(view(again)).run();
        assertEquals(List.of(60, 60), shown.stream().map(Shown::done).toList());
        assertTrue(shown.get(0).series() > 0);
    }

    @Test
    void aStoreIsATableWithWhatWasLeftOut(@TempDir Path folder) throws Exception {
        var sweep = Sweep.of("first", SyntheticSweep.plan(), failingAtTheLargestRate());
        sweep.into(ResultStore.open(folder)).run();
        var view = StoreView.open(folder);
        assertEquals(60, view.table().rowCount());
        assertEquals("first: 48 finished, 12 failed", view.table().name());
        assertFalse(view.html().contains("Left out"));
        java.nio.file.Files.writeString(folder.resolve("runs-0007.jsonl"), "no JSON\n");
        assertTrue(view.html().contains("runs-0007.jsonl, line 1"), view.html());
        assertEquals(60, view.table().rowCount());
        assertEquals(0, view.only("second").table().rowCount());
    }

    @Test
    void followingSeesWhatAnotherOneWrites(@TempDir Path folder) throws Exception {
        var view = StoreView.open(folder);
        assertEquals(0, view.results().size());
        var writer = new Thread(() -> Sweep.of("other", SyntheticSweep.plan(), SyntheticSweep.experiment())
                .into(ResultStore.open(folder))
                .run());
        writer.start();
        writer.join();
        assertEquals(60, view.follow(java.time.Duration.ofMillis(10)).results().size());
    }
}
