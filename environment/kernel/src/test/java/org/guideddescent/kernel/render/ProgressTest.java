package org.guideddescent.kernel.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.guideddescent.kernel.spi.ProgressBar;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final List<String> shown = new ArrayList<>();
    private long now;

    private List<Integer> run(int elements, long total) {
        Progress<Integer> progress =
                new Progress<>(IntStream.range(0, elements).boxed().toList(), "", () -> now);
        Iterator<Integer> steps = progress.iterator(total, (done, note) -> shown.add(done + " " + note));
        List<Integer> seen = new ArrayList<>();
        while (steps.hasNext()) {
            seen.add(steps.next());
            now += 100_000_000L;
        }
        assertFalse(steps.hasNext());
        return seen;
    }

    @Test
    void givesEveryElementAndShowsAtMostFourStatesASecondAndTheLast() {
        assertEquals(IntStream.range(0, 10).boxed().toList(), run(10, 10));
        assertEquals(List.of("3 1 s left", "6 0 s left", "9 0 s left", "10 1.0 s"), shown);
    }

    @Test
    void anUnknownTotalShowsSecondsGone() {
        run(4, 0);
        assertEquals(List.of("3 0.3 s", "4 0.4 s"), shown);
    }

    @Test
    void aBarIsALineOfTextWhereNothingElseCanBeShown() {
        assertEquals("SGD ██████░░░░░░░░░░░░░░░░░░ 25/100  note", ProgressBar.text("SGD", 25, 100, "note"));
        assertEquals("████████████████████████ 200/100  n", ProgressBar.text("", 200, 100, "n"));
        assertEquals("7  n", ProgressBar.text("", 7, 0, "n"));
    }

    @Test
    void aLoopOutsideAKernelJustRuns() {
        List<Integer> seen = new ArrayList<>();
        new Progress<>(List.of(1, 2), "x").forEach(seen::add);
        assertEquals(List.of(1, 2), seen);
    }
}
