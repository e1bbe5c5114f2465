package org.guideddescent.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.FailingOps;
import org.guideddescent.objective.Oracle;
import org.guideddescent.rule.Division;
import org.guideddescent.rule.Plan;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Transform;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Roots and bases that one rank finds for all: the numbers are those of a run in which everyone finds all of them. */
class DividedWorkTest {
    private static final int STEPS = 14;

    static Stream<String> dividing() {
        return Scenes.dividing().keySet().stream();
    }

    /** Weights and the whole state after some steps with gradients of whole batches, at each rank alike. */
    private static Map<String, double[]> numbers(Transform rule, Team team, DataType type) {
        var net = Scenes.network();
        var optimizer = new Optimizer(rule, Scenes.weights(net, type), team);
        var batches = Scenes.batches(Scenes.BATCH, type);
        for (int t = 1; t <= STEPS; t++) {
            var batch = batches.at(t);
            double loss = net.gradient(optimizer.weights(), batch, optimizer.gradient());
            optimizer.step(optimizer.gradient(), loss, new Oracle(net, batch));
        }
        var all = new TreeMap<String, double[]>();
        optimizer.state().forEach((name, a) -> all.put(name, flat(a)));
        all.put("weights", flat(optimizer.weights().flat()));
        return all;
    }

    private static double[] flat(INDArray a) {
        return a.castTo(DataType.DOUBLE).dup('c').reshape(-1).toDoubleVector();
    }

    @ParameterizedTest
    @MethodSource("dividing")
    void weightsAndStateAreBitwiseThoseOfOneRank(String name) {
        var rule = Scenes.dividing().get(name);
        for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            var alone = numbers(rule, Team.ALONE, type);
            for (int size : new int[] {2, 3}) {
                for (var rank : Threads.run(size, team -> numbers(rule, team, type))) {
                    assertEquals(alone.keySet(), rank.keySet());
                    alone.forEach((slot, x) -> assertArrayEquals(x, rank.get(slot), name + " " + type + " " + slot));
                }
            }
        }
    }

    @Test
    void theRingDividesAsThreadsDo() {
        var rule = Scenes.dividing().get("shampoo");
        var alone = numbers(rule, Team.ALONE, DataType.FLOAT);
        for (var rank : Rings.run(3, team -> numbers(rule, team, DataType.FLOAT))) {
            alone.forEach((slot, x) -> assertArrayEquals(x, rank.get(slot), slot));
        }
    }

    /** Counts decompositions. */
    private static Ops counting(AtomicInteger count) {
        return FailingOps.eighFailing(Ops.current(), a -> {
            count.incrementAndGet();
            return false;
        });
    }

    private static void step(Plan plan, org.guideddescent.space.ParamVector direction, long t) {
        Ops.current().normal(t, direction.flat());
        plan.apply(new Step(t, 1));
    }

    @Test
    void everyRootIsFoundOnceAndTheWorkIsEven() {
        int[] alone = decompositions(1);
        int[] ranks = decompositions(3);
        assertEquals(alone[0], Arrays.stream(ranks).sum(), "each root once: " + Arrays.toString(ranks));
        assertTrue(Arrays.stream(ranks).allMatch(n -> n > 0.2 * alone[0]), Arrays.toString(ranks));
    }

    private static int[] decompositions(int size) {
        return Threads.run(size, team -> {
                    var count = new AtomicInteger();
                    var theta = Scenes.weights(Scenes.network(), DataType.DOUBLE);
                    var d = theta.like();
                    var slots = new Slots(DataType.DOUBLE);
                    var plan = Plan.bind(Scenes.dividing().get("shampoo"), counting(count), theta, d, slots, team);
                    for (int t = 1; t <= 9; t++) {
                        step(plan, d, t);
                    }
                    return count.get();
                })
                .stream()
                .mapToInt(n -> n)
                .toArray();
    }

    /** What becomes of each rank when decompositions fail at some ranks from step 2 on. */
    private static List<List<String>> failing(String rule, int size, int[] where) {
        return Threads.run(size, team -> {
            var fails = new boolean[1];
            var ops = FailingOps.eighFailing(
                    Ops.current(), a -> fails[0] && Arrays.stream(where).anyMatch(r -> r == team.rank()));
            var theta = Scenes.weights(Scenes.network(), DataType.DOUBLE);
            var d = theta.like();
            var slots = new Slots(DataType.DOUBLE);
            var plan = Plan.bind(Scenes.dividing().get(rule), ops, theta, d, slots, team);
            var told = new ArrayList<String>();
            for (int t = 1; t <= 12; t++) {
                fails[0] = t > 1;
                try {
                    step(plan, d, t);
                    told.add("step " + t + " " + Arrays.hashCode(theta.flat().toDoubleVector()));
                } catch (ArithmeticException e) {
                    told.add(e.getMessage());
                }
            }
            slots.state().forEach((name, a) -> told.add(name + " " + Arrays.hashCode(flat(a))));
            return told;
        });
    }

    @Test
    void aRootThatFailsAtItsOwnerFailsForAllInTheSameWords() {
        for (var rule : List.of("shampoo", "kl", "grafted")) {
            var alone = failing(rule, 1, new int[] {0}).get(0);
            assertTrue(alone.stream().anyMatch(s -> s.contains("3 times in a row")), rule + " fails in the end");
            for (var rank : failing(rule, 3, new int[] {0, 1, 2})) {
                assertEquals(alone.subList(0, 4), rank.subList(0, 4), rule + ", before the third failure");
                assertEquals(
                        alone.stream().filter(s -> s.contains("in a row")).findFirst(),
                        rank.stream().filter(s -> s.contains("in a row")).findFirst());
            }
            // Where one machine alone fails, all keep what it kept and stop where it stops.
            var one = failing(rule, 3, new int[] {1});
            assertEquals(one.get(0), one.get(1), rule);
            assertEquals(one.get(0), one.get(2), rule);
            assertTrue(one.get(0).stream().anyMatch(s -> s.contains("3 times in a row")), rule);
        }
    }

    @Test
    void dearTasksGoFirstAndToWhomHasLeastToDo() {
        assertArrayEquals(new int[] {1, 0, 1, 1}, Division.owners(new double[] {3, 8, 4, 1}, 2));
        assertArrayEquals(new int[] {0, 1, 2, 0, 1}, Division.owners(new double[] {1, 1, 1, 1, 1}, 3));
        assertArrayEquals(new int[] {0, 0}, Division.owners(new double[] {5, 7}, 1));
        var random = new java.util.Random(5);
        for (int trial = 0; trial < 200; trial++) {
            int size = 1 + random.nextInt(4);
            double[] costs = random.doubles(1 + random.nextInt(7), 0.1, 10).toArray();
            double longest = longest(costs, Division.owners(costs, size), size);
            double best = best(costs, new int[costs.length], 0, size);
            assertTrue(longest <= (4.0 / 3 - 1.0 / (3 * size)) * best + 1e-12, longest + " of " + best);
        }
    }

    private static double longest(double[] costs, int[] owners, int size) {
        double[] load = new double[size];
        for (int i = 0; i < costs.length; i++) {
            load[owners[i]] += costs[i];
        }
        return Arrays.stream(load).max().orElseThrow();
    }

    /** The shortest longest load, by trying all. */
    private static double best(double[] costs, int[] owners, int from, int size) {
        if (from == costs.length) {
            return longest(costs, owners, size);
        }
        double least = Double.POSITIVE_INFINITY;
        for (int rank = 0; rank < size; rank++) {
            owners[from] = rank;
            least = Math.min(least, best(costs, owners, from + 1, size));
        }
        return least;
    }
}
