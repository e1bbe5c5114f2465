package org.guideddescent.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.guideddescent.parallel.CostModel.Average;
import org.guideddescent.parallel.CostModel.Root;
import org.guideddescent.parallel.CostModel.Roots;
import org.guideddescent.parallel.CostModel.Scaling;
import org.junit.jupiter.api.Test;

/** The formulas against a simulation that knows no formula: messages, and ranks that wait for them. */
class CostModelTest {
    private static final Link LINK = new Link(30e-6, 1e9);

    private static CostModel model(long parameters, List<Root> roots) {
        return new CostModel(LINK, parameters, 4, 512, 1e-4, 2e-3, roots, 10);
    }

    private record Arrival(double time, int rank, int chunk) {}

    /**
     * A ring all-reduce event by event. A rank sends one message at a time, of what it has last received; a link takes latency
     * and bytes over bandwidth; a message that has gone round far enough stops.
     */
    private static double simulated(int ranks, double bytes, Link link) {
        var events = new PriorityQueue<Arrival>((a, b) -> Double.compare(a.time(), b.time()));
        double[] free = new double[ranks];
        int[][] hops = new int[ranks][ranks];
        double last = 0;
        for (int rank = 0; rank < ranks; rank++) {
            send(rank, rank, 0, bytes / ranks, link, free, events);
        }
        while (!events.isEmpty()) {
            var e = events.poll();
            last = Math.max(last, e.time());
            int passed = 0;
            for (int r = 0; r < ranks; r++) {
                passed += hops[r][e.chunk()];
            }
            hops[e.rank()][e.chunk()]++;
            // P − 1 hops to sum a chunk and P − 1 to hand it out.
            if (passed + 1 < 2 * (ranks - 1)) {
                send(e.rank(), e.chunk(), e.time(), bytes / ranks, link, free, events);
            }
        }
        return last;
    }

    private static void send(
            int from, int chunk, double now, double bytes, Link link, double[] free, PriorityQueue<Arrival> events) {
        double begin = Math.max(now, free[from]);
        free[from] = begin + link.latency() + bytes / link.bandwidth();
        events.add(new Arrival(free[from], (from + 1) % free.length, chunk));
    }

    @Test
    void theRingsFormulaIsTheTimeOfItsMessages() {
        for (int ranks : new int[] {1, 2, 3, 7, 16, 64}) {
            for (long n : new long[] {64, 1_000_000}) {
                assertEquals(
                        ranks == 1 ? 0 : simulated(ranks, 4.0 * n, LINK),
                        model(n, List.of()).average(Average.RING, ranks),
                        1e-12,
                        ranks + " ranks, " + n);
            }
        }
    }

    @Test
    void aSlowLinkWouldBeSeenByTheSimulation() {
        // The control: the formula with other numbers is not what the simulation gives.
        double other = simulated(8, 4e6, new Link(30e-6, 0.9e9));
        assertTrue(Math.abs(other / model(1_000_000, List.of()).average(Average.RING, 8) - 1) > 0.05);
    }

    @Test
    void aRingNeedsTwiceTheBytesOfTheArrayHoweverManyRanksThereAre() {
        var large = model(100_000_000, List.of());
        double once = 4e8 / LINK.bandwidth();
        for (int ranks = 2; ranks <= 1000; ranks++) {
            double t = large.average(Average.RING, ranks);
            assertEquals(2 * once * (ranks - 1) / ranks + 2 * (ranks - 1) * LINK.latency(), t, 1e-12);
            assertTrue(t > large.average(Average.RING, ranks - 1), "it grows with the ranks");
        }
        assertTrue(large.average(Average.RING, 1000) < large.average(Average.TREE, 1000) / 5);
    }

    @Test
    void fewBytesGoFasterByPairsAndManyByTheRing() {
        var few = model(10, List.of());
        var many = model(10_000_000, List.of());
        for (int ranks : new int[] {8, 64, 512}) {
            assertTrue(few.average(Average.DOUBLING, ranks) < few.average(Average.RING, ranks));
            assertTrue(many.average(Average.RING, ranks) < many.average(Average.DOUBLING, ranks));
            assertEquals(2 * many.average(Average.DOUBLING, ranks), many.average(Average.TREE, ranks), 1e-12);
        }
        // Three rounds of pairs: at distance 1, 2 and 4.
        assertEquals(3 * (30e-6 + 40 / 1e9), few.average(Average.DOUBLING, 8), 1e-15);
    }

    @Test
    void rootsDividedAreTheLongestLoadAndTheirWayRound() {
        var roots = List.of(new Root(0.8, 1e6), new Root(0.3, 4e5), new Root(0.4, 5e5), new Root(0.1, 1e5));
        var m = model(1000, roots);
        assertEquals(1.6, m.roots(Roots.REPLICATED, 2), 1e-12);
        assertEquals(1.6, m.roots(Roots.DIVIDED, 1), 1e-12, "who is alone sends nothing");
        assertEquals(0.8 + 4 * 30e-6 + 2e6 / 1e9, m.roots(Roots.DIVIDED, 2), 1e-12);
        double alone = m.step(Average.RING, Roots.REPLICATED, Scaling.STRONG, 4);
        double divided = m.step(Average.RING, Roots.DIVIDED, Scaling.STRONG, 4);
        assertEquals((1.6 - 0.8 - 4 * 3 * 30e-6 - 2e6 / 1e9) / 10, alone - divided, 1e-12);
    }

    @Test
    void dividingPaysUntilTheLatencyOfTheRingEatsIt() {
        var roots = new ArrayList<Root>();
        for (int i = 0; i < 64; i++) {
            roots.add(new Root(2e-3, 6e4));
        }
        var m = model(1_000_000, roots);
        assertTrue(m.roots(Roots.DIVIDED, 8) < m.roots(Roots.REPLICATED, 8) / 3);
        assertTrue(m.roots(Roots.DIVIDED, 1000) > m.roots(Roots.REPLICATED, 1000), "64 broadcasts along 999 hops");
    }

    @Test
    void efficiencyFallsWithTheRanksAndIsOneWithoutCommunication() {
        var m = model(1_000_000, List.of());
        double before = 1;
        for (int ranks : new int[] {1, 2, 4, 8, 16, 64, 256, 1000}) {
            double strong = m.efficiency(Average.RING, Roots.REPLICATED, Scaling.STRONG, ranks);
            double weak = m.efficiency(Average.RING, Roots.REPLICATED, Scaling.WEAK, ranks);
            assertTrue(strong <= before + 1e-12, ranks + ": " + strong);
            assertTrue(weak >= strong - 1e-12, "a batch that grows hides more");
            before = strong;
        }
        var free = new CostModel(new Link(0, 1e30), 1000, 4, 512, 1e-4, 0, List.of(), 1);
        assertEquals(1, free.efficiency(Average.RING, Roots.REPLICATED, Scaling.STRONG, 256), 1e-12);
        // 512 examples on 300 ranks: some have two, and the others wait for them.
        assertEquals(512 / 600.0, free.efficiency(Average.RING, Roots.REPLICATED, Scaling.STRONG, 300), 1e-12);
    }

    @Test
    void aFitFindsTheLinkThatMadeTheTimes() {
        var random = new Random(3);
        for (int size : new int[] {2, 5, 100}) {
            double[] bytes = {4, 4096, 65_536, 1e6, 4e6};
            double[] exact = new double[bytes.length];
            double[] noisy = new double[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                exact[i] = simulated(size, bytes[i], LINK);
                noisy[i] = exact[i] * (1 + 0.05 * random.nextGaussian());
            }
            var link = Link.fitted(size, bytes, exact);
            assertEquals(1, link.latency() / LINK.latency(), 1e-9);
            assertEquals(1, link.bandwidth() / LINK.bandwidth(), 1e-9);
            var rough = Link.fitted(size, bytes, noisy);
            assertEquals(1, rough.latency() / LINK.latency(), 0.2);
            assertEquals(1, rough.bandwidth() / LINK.bandwidth(), 0.2);
        }
        assertEquals(
                0,
                Link.fitted(2, new double[] {1e5, 1e6}, new double[] {1e-5, 3e-4})
                        .latency());
        assertThrows(
                IllegalArgumentException.class, () -> Link.fitted(2, new double[] {8, 8}, new double[] {1e-3, 1e-3}));
    }

    @Test
    void aTeamMeasuresOneLinkForAll() {
        var links = Rings.run(2, Link::measured);
        assertEquals(links.get(0), links.get(1));
        // Bounds that any machine is within: a loopback is no slower than a modem and no faster than its memory.
        assertTrue(links.get(0).latency() < 1
                && links.get(0).bandwidth() > 1e4
                && links.get(0).bandwidth() < 1e13);
        assertThrows(IllegalArgumentException.class, () -> Link.measured(Team.ALONE));
    }

    @Test
    void badNumbersAreRefusedWithTheirValue() {
        var wrong = assertThrows(IllegalArgumentException.class, () -> new Link(-1, 1e9));
        assertTrue(wrong.getMessage().contains("-1.0"));
        assertThrows(IllegalArgumentException.class, () -> new Link(0, 0));
        assertThrows(IllegalArgumentException.class, () -> model(0, List.of()));
        assertThrows(IllegalArgumentException.class, () -> model(1, List.of()).average(Average.RING, 0));
    }
}
