package org.guideddescent.sweep;

import static org.guideddescent.sweep.Domain.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HalvingTest {
    /** Nine rates in two groups with three seeds: 9 with 10 steps, 3 with 30, 1 with 90. */
    private static final Halving PLAN = Plan.grid()
            .scientific("optimizer", "a", "b")
            .nuisance("rate", range(1, 9))
            .fixed("width", 64)
            .seeds(3)
            .halving("steps", 3, 10, 90);

    @Test
    void theBestThirdOfEachGroupGoesOnByTheMedianOverSeeds() {
        // a is best at 5, b at 1. One seed of a's rate 9 is the best run of all, and its median is not.
        Sweeps.ScoredBy loss = t -> {
            if (t.text("optimizer").equals("a") && t.whole("rate") == 9 && t.whole("seed") == 1) {
                return 0;
            }
            return 1 + Math.abs(t.whole("rate") - (t.text("optimizer").equals("a") ? 5 : 1.1));
        };
        var results = Sweep.of("s", PLAN, Sweeps.scored(loss)).run();
        assertEquals(PLAN.size(), results.size());
        assertEquals(2 * 3 * (9 + 3 + 1), PLAN.size());
        assertEquals(Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9), rates(results, "a", 10));
        assertEquals(Set.of(4, 5, 6), rates(results, "a", 30));
        assertEquals(Set.of(5), rates(results, "a", 90));
        assertEquals(Set.of(1, 2, 3), rates(results, "b", 30));
        assertEquals(Set.of(1), rates(results, "b", 90));
        for (var result : results.all()) {
            assertEquals(64, result.trial().whole("width"));
            assertEquals(
                    result.trial().whole("steps"), result.run().orElseThrow().steps(), "a rung begins anew");
        }
    }

    @Test
    void thePlanIsAFunctionOfWhatIsKnownAndNotOfItsOrder() {
        Sweeps.ScoredBy loss = t -> 0.1 * t.whole("rate");
        var work = new Work("s", Sweeps.scored(loss), 1);
        var known = new ArrayList<Result>();
        var first = PLAN.next(known);
        assertEquals(2 * 9 * 3, first.size());
        first.stream().limit(first.size() - 1).map(work::perform).forEach(known::add);
        // One run of group b is missing; group a can go on.
        var due = PLAN.next(known);
        assertEquals(1 + 3 * 3, due.size());
        known.add(0, work.perform(first.get(first.size() - 1)));
        var second = PLAN.next(known);
        assertEquals(2 * 3 * 3, second.size());
        assertEquals(second, PLAN.next(known));
        Collections.shuffle(known, new Random(1));
        assertEquals(second, PLAN.next(known));
    }

    @Test
    void ofEqualScoresTheFirstGoesOnAndWhatDivergedNever() {
        Experiment experiment = t -> {
            if (t.whole("rate") > 2) {
                throw new IllegalStateException("diverged, say");
            }
            return Sweeps.scored(s -> 1).run(t);
        };
        var results = Sweep.of("s", PLAN, experiment).run();
        assertEquals(Set.of(1, 2), rates(results, "a", 30));
        assertEquals(Set.of(1), rates(results, "a", 90));
        Experiment nothing = t -> {
            throw new IllegalStateException("no");
        };
        assertEquals(2 * 9 * 3, Sweep.of("s", PLAN, nothing).run().size(), "the groups end");
    }

    @Test
    void budgetsEndAtTheLargestAndDoNotGoBelowTheSmallest() {
        var points = Plan.grid().nuisance("rate", range(1, 4));
        assertEquals(List.of(10L, 30L, 90L), PLAN.budgets());
        assertEquals(
                List.of(25L, 50L, 100L), points.halving("steps", 2, 20, 100).budgets());
        assertEquals(List.of(1L, 4L), points.halving("steps", 4, 1, 4).budgets());
        assertEquals(4 + 2 + 1, points.halving("steps", 2, 20, 100).size());
        assertTrue(
                PLAN.describe()
                        .startsWith("at most 78 runs; points of each group by steps: 9 with 10, 3 with 30, 1 with 90"),
                PLAN.describe());
    }

    @Test
    void whatLeavesNoTwoRungsIsRefused() {
        var points = Plan.grid().nuisance("rate", range(1, 4));
        for (var why : Map.<String, org.junit.jupiter.api.function.Executable>of(
                        "eta of at least 2", () -> points.halving("steps", 1, 1, 10),
                        "two rungs", () -> points.halving("steps", 3, 10, 29),
                        "'rate' is there twice", () -> points.halving("rate", 3, 10, 90),
                        "column threads", () -> points.halving("threads", 3, 10, 90))
                .entrySet()) {
            var message =
                    assertThrows(IllegalArgumentException.class, why.getValue()).getMessage();
            assertTrue(message.contains(why.getKey()), message);
        }
    }

    private static Set<Integer> rates(Results results, String optimizer, int steps) {
        return results.where("optimizer", optimizer).where("steps", steps).all().stream()
                .map(r -> r.trial().whole("rate"))
                .collect(Collectors.toSet());
    }
}
