package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.guideddescent.sweep.Cost;
import org.guideddescent.sweep.Results;
import org.guideddescent.sweep.Sweep;
import org.guideddescent.sweep.TimeToTarget;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SweepFiguresTest {
    private static Results results;

    @BeforeAll
    static void run() {
        results = Sweep.of("synthetic", SyntheticSweep.plan(), SyntheticSweep.experiment())
                .run();
    }

    private static Series.Line line(Figure figure, String name) {
        return figure.series().stream()
                .filter(s -> s instanceof Series.Line && s.name().equals(name))
                .map(Series.Line.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Series.Points points(Figure figure, String name) {
        return figure.series().stream()
                .filter(s -> s instanceof Series.Points && s.name().equals(name))
                .map(Series.Points.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tuningDrawsMediansOverSeedsTheirRangeAndTheLowestPointOfTheParabola() {
        var figure = SweepFigures.tuning(results, "log2Rate");
        var name = "SGD, width 256";
        assertArrayEquals(new double[] {-6, -5, -4, -3, -2}, line(figure, name).xs());
        // Seeds 1, 2, 3: the median is that of seed 2.
        assertEquals(1 + 0.25 * 0.25 + 0.02, line(figure, name).ys()[1], 1e-12);
        assertEquals(-4.75, points(figure, name).xs()[0], 1e-9);
        assertEquals(1.02, points(figure, name).ys()[0], 1e-9);
        var band = figure.series().stream()
                .filter(s -> s instanceof Series.Band && s.name().equals(name))
                .map(Series.Band.class::cast)
                .findFirst()
                .orElseThrow();
        assertEquals(0.02, band.upper()[1] - band.lower()[1], 1e-12);
        assertEquals("", figure.caption());
    }

    @Test
    void anOptimumAtTheEndOfItsRangeIsNamed() {
        var narrow = results.where(r ->
                r.trial().number("log2Rate") >= -4.5 || r.trial().text("arm").equals("Muon"));
        var caption = SweepFigures.tuning(narrow, "log2Rate").caption();
        assertTrue(caption.contains("SGD, width 256"), caption);
        assertTrue(!caption.contains("Muon"), caption);
    }

    @Test
    void transferDrawsTheOptimumOfEachArmAndSaysHowFarItMoves() {
        var figure = SweepFigures.transfer(results, "width", "log2Rate");
        assertArrayEquals(new double[] {64, 256}, line(figure, "SGD").xs());
        assertArrayEquals(new double[] {-3.75, -4.75}, line(figure, "SGD").ys(), 1e-9);
        assertArrayEquals(new double[] {-3.75, -3.75}, line(figure, "Muon").ys(), 1e-9);
        assertTrue(figure.caption().contains("SGD -1.00; Muon"), figure.caption());
        assertThrows(IllegalArgumentException.class, () -> SweepFigures.transfer(List.of()));
    }

    @Test
    void lossesAreMediansOverTheRunsOfAGroup() {
        var one = results.where("log2Rate", -4).where("width", 64);
        var figure = SweepFigures.losses(one, 1);
        // Grouped by arm and width; the median is that of seed 2.
        assertEquals(1 + 0.25 * 0.25 + 0.02 + 1, line(figure, "Muon, width 64").ys()[0], 1e-12);
        assertEquals(
                10.0,
                line(SweepFigures.lossesBySeconds(one, 1), "Muon, width 64").xs()[19],
                1e-12);
    }

    @Test
    void timeToATargetIsTheMedianAndWhoNeverGetsThereIsNamed() {
        var one = results.where("width", 64).where(r -> r.trial().number("log2Rate") <= -4);
        // Muon and SGD at −4: 1.0625 + seed / 100 + 1 / t ≤ 1.2 from t = 9 on for the median seed; at −6 never.
        var at4 = SweepFigures.timeToTarget(one.where("log2Rate", -4), Cost.STEPS, 1.2, 1);
        var bars = (Series.Bars) at4.series().get(0);
        assertArrayEquals(new double[] {9, 9}, bars.heights(), 1e-12);
        assertEquals("", at4.caption());
        var at6 = SweepFigures.timeToTarget(one.where("log2Rate", -6), Cost.SECONDS, 1.2, 1);
        assertArrayEquals(new double[] {0, 0}, ((Series.Bars) at6.series().get(0)).heights());
        assertTrue(at6.caption().startsWith("Never reached by: SGD"), at6.caption());
    }

    @Test
    void aProfileIsDrawnAsStepsThatEndAtItsShares() {
        var profile = results.profile(
                "arm", "width", r -> TimeToTarget.loss(r, 1.2, 1).steps());
        var figure = SweepFigures.profile(profile);
        for (var arm : profile.arms()) {
            var steps = line(figure, arm);
            for (int i = 1; i < steps.xs().length; i++) {
                // Each piece is level or upright.
                assertTrue(steps.xs()[i] == steps.xs()[i - 1] || steps.ys()[i] == steps.ys()[i - 1]);
            }
            assertEquals(profile.share(arm, 4), steps.ys()[steps.ys().length - 1]);
            assertEquals(1, steps.xs()[0]);
            assertEquals(4, steps.xs()[steps.xs().length - 1]);
        }
    }

    @Test
    void theFrontIsALineThroughTheBestOfItsCost() {
        var figure = SweepFigures.pareto(results.pareto(Cost.STEPS));
        assertEquals(20, points(figure, "configurations").xs().length);
        assertArrayEquals(new double[] {20}, line(figure, "Pareto front").xs());
    }

    @Test
    void pointsWithTheNameOfALineHaveNoEntryOfTheirOwnInTheLegend() {
        double[] xs = {1, 2};
        var figure = Figure.of("x")
                .line("a", xs, xs)
                .points("a", xs, xs)
                .points("b", xs, xs)
                .thinLine("c", xs, xs);
        assertEquals(
                List.of(true, false, true, false),
                figure.series().stream().map(figure::isListed).toList());
    }
}
