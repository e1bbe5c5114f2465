package org.guideddescent.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PerformanceProfileTest {
    private static final double NEVER = Double.POSITIVE_INFINITY;

    /**
     * By hand, factors over the fastest of each of four workloads:
     * a: 1, 1.5, never, never; b: 2, 1, 1, never; c: 5, 1, 4, never. The last workload nobody finished.
     */
    private static PerformanceProfile byHand() {
        var times = new LinkedHashMap<String, List<Double>>();
        times.put("a", List.of(10.0, 30.0, NEVER, NEVER));
        times.put("b", List.of(20.0, 20.0, 7.0, NEVER));
        times.put("c", List.of(50.0, 20.0, 28.0, NEVER));
        return new PerformanceProfile(List.of("w", "x", "y", "z"), times);
    }

    @Test
    void sharesAndScoresAreThoseComputedByHand() {
        var p = byHand();
        assertArrayEquals(new double[] {1, 1.5, NEVER, NEVER}, p.factors("a"));
        assertArrayEquals(new double[] {2, 1, 1, NEVER}, p.factors("b"));
        assertArrayEquals(new double[] {5, 1, 4, NEVER}, p.factors("c"));
        assertEquals(0.25, p.share("a", 1));
        assertEquals(0.25, p.share("a", 1.49));
        assertEquals(0.5, p.share("a", 1.5));
        assertEquals(0.5, p.share("a", 1e9));
        assertEquals(0.75, p.share("b", 2));
        assertEquals(0.25, p.share("c", 3.9));
        assertEquals(0.75, p.share("c", 5));
        // Areas from 1 to 4: a 0.25·3 + 0.25·2.5; b 0.5·3 + 0.25·2; c 0.25·3 + 0.25·0.
        assertEquals(1.375 / 3, p.score("a"), 1e-15);
        assertEquals(2.0 / 3, p.score("b"), 1e-15);
        assertEquals(0.25, p.score("c"), 1e-15);
        assertEquals(List.of("b", "a", "c"), p.ranking());
        assertArrayEquals(new double[] {1, 1.5, 2, 4}, p.corners(4));
        assertArrayEquals(new double[] {0.25, 0.5, 0.5, 0.5}, p.shares("a", p.corners(4)));
    }

    @Test
    void theScoreIsTheIntegralOfTheShares() {
        var random = new Random(4);
        var times = new LinkedHashMap<String, List<Double>>();
        var workloads = new ArrayList<String>();
        for (int w = 0; w < 9; w++) {
            workloads.add("w" + w);
        }
        for (var arm : List.of("a", "b", "c")) {
            var own = new ArrayList<Double>();
            for (int w = 0; w < 9; w++) {
                own.add(random.nextInt(6) == 0 ? NEVER : Math.exp(random.nextGaussian()));
            }
            times.put(arm, own);
        }
        var p = new PerformanceProfile(workloads, times);
        for (var arm : p.arms()) {
            // The midpoint rule on steps is off by at most one cell a jump: 9 jumps of 1/9, cells of 3/30000.
            double sum = 0;
            int n = 30_000;
            for (int i = 0; i < n; i++) {
                sum += p.share(arm, 1 + 3 * (i + 0.5) / n) / n;
            }
            assertEquals(sum, p.score(arm), 1.0 / n);
        }
    }

    @Test
    void anArmAloneIsTheFastestEverywhereItArrives() {
        var p = new PerformanceProfile(List.of("x", "y"), Map.of("a", List.of(3.0, NEVER)));
        assertEquals(0.5, p.score("a"));
        assertEquals(0.5, p.share("a", 1));
    }

    @Test
    void whatIsNoTimeIsRefusedWithTheArm() {
        for (double bad : new double[] {0, -1, Double.NaN}) {
            var refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> new PerformanceProfile(List.of("x"), Map.of("muon", List.of(bad))));
            assertTrue(refused.getMessage().contains("muon must be positive, got [" + bad), refused.getMessage());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new PerformanceProfile(List.of("x", "y"), Map.of("muon", List.of(1.0))));
        assertThrows(IllegalArgumentException.class, () -> byHand().score("a", 1));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> byHand().share("d", 1))
                .getMessage()
                .contains("[a, b, c]"));
    }

    @Test
    void timesAndFactorsAreATableOfARowForEachArmAndWorkload() {
        var times = new LinkedHashMap<String, List<Double>>();
        times.put("a", List.of(10.0, NEVER));
        times.put("b", List.of(20.0, 7.0));
        var table = new PerformanceProfile(List.of("w", "x"), times).table();
        assertEquals(List.of("arm", "workload", "time", "factor"), table.columnNames());
        assertEquals(List.of("a", "a", "b", "b"), table.stringColumn("arm").asList());
        assertEquals(List.of("w", "x", "w", "x"), table.stringColumn("workload").asList());
        assertEquals(List.of(10.0, NEVER, 20.0, 7.0), table.doubleColumn("time").asList());
        assertEquals(List.of(1.0, NEVER, 2.0, 1.0), table.doubleColumn("factor").asList());
    }
}
