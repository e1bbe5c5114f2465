package org.guideddescent.sweep;

import static org.guideddescent.sweep.Domain.choices;
import static org.guideddescent.sweep.Domain.logUniform;
import static org.guideddescent.sweep.Domain.range;
import static org.guideddescent.sweep.Domain.uniform;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PointsTest {
    private static final Points GRID = Plan.grid()
            .scientific("parametrization", "standard", "muP")
            .scientific("width", 64, 128, 256)
            .nuisance("log2Rate", range(-9, -3))
            .fixed("steps", 150)
            .seeds(4);

    @Test
    void aGridIsEveryCombinationOnce() {
        var trials = GRID.next(List.of());
        assertEquals(2 * 3 * 7 * 4, trials.size());
        assertEquals(GRID.size(), trials.size());
        assertEquals(trials.size(), trials.stream().map(Trial::key).distinct().count());
        var expected = new HashSet<Trial>();
        for (var p : List.of("standard", "muP")) {
            for (int width : new int[] {64, 128, 256}) {
                for (int rate = -9; rate <= -3; rate++) {
                    for (int seed = 1; seed <= 4; seed++) {
                        expected.add(ResultTest.trial(
                                "parametrization", p, "width", width, "log2Rate", rate, "steps", 150, "seed", seed));
                    }
                }
            }
        }
        assertEquals(expected, new HashSet<>(trials));
        assertEquals(
                "{\"parametrization\":\"standard\",\"width\":64,\"log2Rate\":-9,\"steps\":150,\"seed\":1}",
                trials.get(0).toString());
    }

    @Test
    void whatIsKnownIsNotDueAndThePlanEndsWhenAllIs() {
        var trials = GRID.next(List.of());
        var known = trials.stream().limit(100).map(PointsTest::result).toList();
        assertEquals(trials.subList(100, trials.size()), GRID.next(known));
        assertEquals(
                List.of(), GRID.next(trials.stream().map(PointsTest::result).toList()));
        var foreign = result(ResultTest.trial("other", 1));
        assertEquals(trials, GRID.next(List.of(foreign)));
    }

    @Test
    void aPlanSaysItsCountsAndWhatIsWhat() {
        assertEquals("""
                168 runs: 6 scientific × 7 nuisance (every combination) × 4 seeds
                  scientific parametrization: standard, muP
                  scientific width: 64, 128, 256
                  nuisance log2Rate: whole numbers -9 to -3
                  fixed steps: 150
                  seed seed: 1, 2, 3, 4""", GRID.describe());
    }

    @Test
    void randomDrawsAreAFunctionOfSeedIndexAndNameAlone() {
        var few = rates(Plan.random(5, 7).nuisance("rate", logUniform(1e-4, 1)));
        var more = rates(Plan.random(9, 7)
                .scientific("optimizer", "a", "b")
                .nuisance("decay", uniform(0, 1))
                .nuisance("rate", logUniform(1e-4, 1))
                .seeds(2));
        assertEquals(few, more.subList(0, 5));
        assertEquals(9, more.size());
        assertNotEquals(few, rates(Plan.random(5, 8).nuisance("rate", logUniform(1e-4, 1))));
        var two = Plan.random(50, 7).nuisance("a", uniform(0, 1)).nuisance("b", uniform(0, 1));
        assertTrue(two.points().stream().noneMatch(p -> p.get("a").equals(p.get("b"))));
    }

    @Test
    void everyArmGetsTheSamePoints() {
        var plan = Plan.random(6, 1).scientific("optimizer", "a", "b").nuisance("rate", logUniform(1e-4, 1));
        var byArm = plan.next(List.of()).stream()
                .collect(Collectors.groupingBy(
                        t -> t.text("optimizer"), Collectors.mapping(t -> t.number("rate"), Collectors.toList())));
        assertEquals(6, byArm.get("a").size());
        assertEquals(byArm.get("a"), byArm.get("b"));
    }

    @Test
    void drawsFillTheirRangesEvenly() {
        // 2000 draws into 4 equal parts: binomial, standard deviation 19; allowed 5 of them.
        for (Plan plan : List.of(
                Plan.random(2000, 3).nuisance("x", logUniform(1e-4, 1)),
                Plan.quasiRandom(2000, 3).nuisance("x", logUniform(1e-4, 1)))) {
            var parts = new int[4];
            plan.next(List.of()).forEach(t -> parts[(int) Math.floor(4 + Math.log10(t.number("x")))]++);
            for (int part : parts) {
                assertEquals(500, part, plan instanceof Points p && p.cover() instanceof Cover.Random ? 97 : 3);
            }
        }
        var whole = Plan.random(2000, 3).nuisance("n", range(1, 5)).points();
        assertEquals(5, whole.size(), "equal draws are one trial");
        var ends = new ArrayList<Object>();
        for (double u : new double[] {0, 0.2, 0.4, 0.6, 0.8, Math.nextDown(1.0)}) {
            ends.add(range(1, 5).at(u));
        }
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 5L), ends);
        assertEquals("c", choices("a", "b", "c").at(Math.nextDown(1.0)));
    }

    @Test
    void haltonPointsAreThoseOfTheDefinitionShifted() {
        // Van der Corput, base 2: 1/2 1/4 3/4 1/8 5/8; base 3: 1/3 2/3 1/9 4/9 7/9.
        double[] two = {1 / 2.0, 1 / 4.0, 3 / 4.0, 1 / 8.0, 5 / 8.0};
        double[] three = {1 / 3.0, 2 / 3.0, 1 / 9.0, 4 / 9.0, 7 / 9.0};
        var points = Plan.quasiRandom(5, 11)
                .nuisance("a", uniform(0, 1))
                .nuisance("b", uniform(0, 1))
                .points();
        double shiftA = (double) points.get(0).get("a") - two[0];
        double shiftB = (double) points.get(0).get("b") - three[0];
        for (int i = 0; i < 5; i++) {
            assertEquals(mod1(two[i] + shiftA), (double) points.get(i).get("a"), 1e-15);
            assertEquals(mod1(three[i] + shiftB), (double) points.get(i).get("b"), 1e-15);
        }
        assertNotEquals(0, mod1(shiftA), 1e-6);
        assertNotEquals(mod1(shiftA), mod1(shiftB), 1e-6);
    }

    @Test
    void aRangeWithAStepHasBothEnds() {
        assertEquals(List.of(-1.0, -0.5, 0.0, 0.5, 1.0), range(-1, 1, 0.5).values());
        assertEquals(11, range(0, 1, 0.1).values().size());
    }

    @Test
    void whatCannotBeSweptIsRefusedInWords() {
        refused(() -> Plan.grid().scientific("width", 1).nuisance("width", 2), "'width' is there twice");
        refused(() -> Plan.grid().scientific("width", 1).nuisance("Width", 2), "do not tell capitals apart");
        refused(() -> Plan.grid().scientific("width"), "at least one value");
        refused(() -> Plan.grid().scientific("width", List.of().toArray()), "at least one value");
        refused(() -> Plan.grid().scientific("status", 1), "column status");
        refused(() -> Plan.grid().scientific("Threads", 1), "column threads");
        refused(() -> Plan.grid().nuisance("loss", 1), "'loss'");
        refused(() -> Plan.grid().scientific("width", 64, 64), "there twice in [64, 64]");
        refused(() -> Plan.grid().scientific("learning rate", 64), "letters, digits and underscores");
        refused(() -> Plan.grid().scientific("rate", logUniform(1, 2)), "only nuisance");
        refused(() -> Plan.grid().fixed("steps", range(1, 2)), "is fixed");
        refused(() -> Plan.grid().scientific("seed", 1), "seeds(4)");
        refused(() -> Plan.grid().nuisance("rate", logUniform(1, 2)).size(), "Plan.random");
        refused(() -> Plan.random(3, 1).scientific("width", 1).size(), "no nuisance parameter");
        refused(() -> Plan.random(0, 1), "got 0");
        refused(() -> logUniform(0, 1), "0 < low");
        refused(() -> uniform(2, 1), "low < high");
        refused(() -> range(2, 1), "low ≤ high");
        refused(() -> range(0, 1, 0), "positive step");
    }

    private static void refused(Executable declaration, String words) {
        var message = assertThrows(IllegalArgumentException.class, declaration).getMessage();
        assertTrue(message.contains(words), message);
    }

    private static double mod1(double x) {
        return x - Math.floor(x);
    }

    private static List<Double> rates(Points plan) {
        return plan.points().stream().map(p -> (Double) p.get("rate")).toList();
    }

    static Result result(Trial trial) {
        return ResultTest.finished(trial, Map.of("loss", 1.0));
    }
}
