package org.guideddescent.sweep;

import static org.guideddescent.sweep.Domain.range;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.guideddescent.train.Run;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    @Test
    void theVertexOfAParabolaIsThatOfItsFormula() {
        var random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            double x = random.nextGaussian();
            double y = random.nextGaussian();
            double a = Math.exp(random.nextGaussian());
            double[] at = {x - 0.1 - random.nextDouble(), x + 0.3 * random.nextGaussian(), x + 1 + random.nextDouble()};
            if (Math.abs(at[1] - at[0]) < 0.05 || Math.abs(at[1] - at[2]) < 0.05) {
                continue;
            }
            var p = Parabola.through(
                            at[0], y + a * (at[0] - x) * (at[0] - x),
                            at[1], y + a * (at[1] - x) * (at[1] - x),
                            at[2], y + a * (at[2] - x) * (at[2] - x))
                    .orElseThrow();
            assertEquals(x, p.x(), 1e-11 * (1 + 1 / a));
            assertEquals(y, p.y(), 1e-11 * (1 + a));
            assertEquals(a, p.curvature(), 1e-10 * (1 + a));
        }
    }

    @Test
    void aLineAHillAndAnInfinityHaveNoLowestPoint() {
        assertTrue(Parabola.through(0, 0, 1, 1, 2, 2).isEmpty());
        assertTrue(Parabola.through(0, 0, 1, 1, 2, 0).isEmpty());
        assertTrue(Parabola.through(0, 1, 1, 1, 2, 1).isEmpty());
        assertTrue(Parabola.through(0, 1, 1, 0, 2, INFINITE).isEmpty());
        assertTrue(Parabola.through(0, Double.NaN, 1, 0, 2, 1).isEmpty());
    }

    @Test
    void aTunedCurveIsTheMedianOverSeedsOfTheBestOtherNuisance() {
        // The seeds add −1, 0 and 4: the median is that of seed 2. Decay 0.5 is better by 1 for every rate.
        double[] noise = {0, -1, 0, 4};
        var plan = Plan.grid()
                .scientific("optimizer", "a", "b")
                .nuisance("log2Rate", range(-6, -2))
                .nuisance("decay", 0.0, 0.5)
                .seeds(3);
        Sweeps.ScoredBy loss = t -> {
            double best = t.text("optimizer").equals("a") ? -4.25 : -5.9;
            return 3
                    + Math.pow(t.number("log2Rate") - best, 2)
                    + (t.number("decay") == 0 ? 1 : 0)
                    + noise[t.whole("seed")];
        };
        var results = Sweep.of("s", plan, Sweeps.scored(loss)).run();
        var curves = results.tuned("log2Rate");
        assertEquals(
                List.of("a", "b"),
                curves.stream().map(c -> c.group().toString()).toList());
        var a = curves.get(0);
        assertArrayEquals(new double[] {-6, -5, -4, -3, -2}, a.values());
        double[] expected = new double[5];
        for (int i = 0; i < 5; i++) {
            expected[i] = 3 + Math.pow(a.values()[i] + 4.25, 2);
            assertEquals(expected[i], a.scores()[i], 1e-12);
            assertEquals(expected[i] - 1, a.lowest()[i], 1e-12);
            assertEquals(expected[i] + 4, a.highest()[i], 1e-12);
            assertEquals(3, a.points().get(i).runs());
        }
        assertEquals(-4, a.best().value());
        assertFalse(a.atEdge());
        assertTrue(a.optimum().refined());
        assertEquals(-4.25, a.optimum().value(), 1e-12);
        assertEquals(3, a.optimum().score(), 1e-12);
        var b = curves.get(1);
        assertTrue(b.atEdge());
        assertFalse(b.optimum().refined());
        assertEquals(-6, b.optimum().value());
        assertTrue(
                b.optimum().note().contains("an end of its range, -6.0"),
                b.optimum().note());
    }

    @Test
    void withoutAPlanGroupsAreSaidOrAreAllThatVaries() {
        var plan = Plan.grid()
                .scientific("width", 1, 2)
                .nuisance("rate", range(1, 3))
                .nuisance("decay", 0.0, 0.5)
                .seeds(2);
        var planned = Sweep.of("s", plan, Sweeps.scored(t -> t.number("rate"))).run();
        var stored = Results.of(planned.all());
        assertEquals(2, planned.tuned("rate").size());
        assertEquals(4, stored.tuned("rate").size());
        assertEquals(planned.tuned("rate"), stored.by("width").tuned("rate"));
        assertEquals(1, stored.by().tuned("rate").size());
        assertEquals("width 1, decay 0.5", stored.tuned("rate").get(1).group().toString());
        var refused = assertThrows(
                IllegalArgumentException.class, () -> stored.by("depth").tuned("rate"));
        assertTrue(refused.getMessage().contains("'depth'"), refused.getMessage());
    }

    @Test
    void filtersCompareNumbersByValueAndRefuseUnknownNames() {
        var runs = Results.of(Stream.of(1, 2)
                .map(i -> ResultTest.finished(ResultTest.trial("rate", i, "name", "n" + i), Map.of()))
                .toList());
        assertEquals(1, runs.where("rate", 1.0).size());
        assertEquals(1, runs.where("name", "n2").size());
        assertEquals(0, runs.where("name", 1).size());
        assertEquals(0, Results.of(List.of()).where("any", 1).size());
        var refused = assertThrows(IllegalArgumentException.class, () -> runs.where("width", 1));
        assertTrue(refused.getMessage().contains("'width'"), refused.getMessage());
    }

    @Test
    void whatDivergedIsWorseThanAllElseAndBreaksNoCurve() {
        var runs = new ArrayList<Result>();
        double[] scores = {3, 1, Double.NaN, 2};
        for (int i = 0; i < scores.length; i++) {
            runs.add(ResultTest.finished(ResultTest.trial("rate", i), Map.of("loss", scores[i])));
        }
        var curve = Results.of(runs).tuned("rate").get(0);
        assertArrayEquals(new double[] {3, 1, INFINITE, 2}, curve.scores());
        assertEquals(1, curve.best().value());
        var optimum = curve.optimum();
        assertFalse(optimum.refined());
        assertTrue(optimum.note().contains("3.0, 1.0 and Infinity"), optimum.note());
        var none = Results.of(List.of(new Work("s", t -> null, 1).failed(ResultTest.trial("rate", 1), "why", 0)));
        assertEquals(
                "no value has a finite score",
                none.tuned("rate").get(0).optimum().note());
    }

    @Test
    void ofEqualScoresTheSmallerValueIsBest() {
        var curve = Results.of(Stream.of(1, 2, 3, 4)
                        .map(i -> ResultTest.finished(
                                ResultTest.trial("rate", i), Map.of("loss", i == 2 || i == 3 ? 1.0 : 2.0)))
                        .toList())
                .tuned("rate")
                .get(0);
        assertEquals(2, curve.best().value());
        // The parabola through 2, 1, 1 at 1, 2, 3: y = 1 − 1/8 at x = 2.5.
        assertEquals(2.5, curve.optimum().value(), 1e-12);
        assertEquals(0.875, curve.optimum().score(), 1e-12);
    }

    @Test
    void aTransferIsTheShiftOfTheRefinedOptimum() {
        var plan = Plan.grid()
                .scientific("parametrization", "standard", "muP")
                .scientific("width", 256, 64, 128)
                .nuisance("log2Rate", range(-9, -3))
                .seeds(1);
        // Standard: half an octave lower for each doubling of the width.
        Sweeps.ScoredBy loss = t -> {
            double octaves = Math.log(t.number("width") / 64) / Math.log(2);
            double best = t.text("parametrization").equals("muP") ? -5.3 : -5.3 - 0.5 * octaves;
            return Math.pow(t.number("log2Rate") - best, 2) - octaves;
        };
        var results = Sweep.of("s", plan, Sweeps.scored(loss)).run();
        var transfers = results.transfer("width", "log2Rate");
        var standard = transfers.get(0);
        assertEquals("standard", standard.arm().toString());
        assertArrayEquals(new double[] {64, 128, 256}, standard.values());
        assertArrayEquals(new double[] {-5.3, -5.8, -6.3}, standard.optima(), 1e-12);
        assertArrayEquals(new double[] {0, -1, -2}, standard.scores(), 1e-12);
        assertEquals(-1, standard.shift(), 1e-12);
        assertEquals(0, transfers.get(1).shift(), 1e-12);
        assertFalse(standard.atEdge());
        var refused = assertThrows(IllegalArgumentException.class, () -> results.transfer("depth", "log2Rate"));
        assertTrue(refused.getMessage().contains("not by depth"), refused.getMessage());
    }

    @Test
    void theParetoFrontIsThatOfTheDefinition() {
        var random = new Random(2);
        var runs = new ArrayList<Result>();
        for (int i = 0; i < 60; i++) {
            int steps = 1 + random.nextInt(20);
            double loss = random.nextInt(12) == 0 ? Double.NaN : random.nextInt(15);
            runs.add(ResultTest.finished(
                    ResultTest.trial("i", i, "steps", steps), Map.of("loss", loss), curve(steps, 1)));
        }
        var pareto = Results.of(runs).pareto(Cost.STEPS);
        assertEquals(60, pareto.all().size());
        var front = pareto.front();
        for (var c : pareto.all()) {
            boolean beaten = !Double.isFinite(c.score())
                    || pareto.all().stream()
                            .anyMatch(o -> o.cost() <= c.cost()
                                    && o.score() <= c.score()
                                    && (o.cost() < c.cost() || o.score() < c.score()));
            boolean isThere = front.stream().anyMatch(f -> f.cost() == c.cost() && f.score() == c.score());
            assertEquals(!beaten, isThere, c.toString());
        }
        for (int i = 1; i < front.size(); i++) {
            assertTrue(pareto.costs()[i] > pareto.costs()[i - 1] && pareto.scores()[i] < pareto.scores()[i - 1]);
        }
    }

    @Test
    void costsAreStepsAndSecondsOfTrainingAndTheirMedianOverSeeds() {
        var runs = new ArrayList<Result>();
        for (int seed = 1; seed <= 3; seed++) {
            runs.add(ResultTest.finished(
                    ResultTest.trial("rate", 1, "seed", seed), Map.of("loss", (double) seed), curve(10 * seed, 0.5)));
        }
        var bySteps = Results.of(runs).pareto(Cost.STEPS).all();
        assertEquals(1, bySteps.size());
        assertEquals(20, bySteps.get(0).cost());
        assertEquals(2, bySteps.get(0).score());
        assertEquals(10, Results.of(runs).pareto(Cost.SECONDS).all().get(0).cost());
        assertEquals(INFINITE, Cost.STEPS.of(new Work("s", t -> null, 1).failed(ResultTest.trial("a", 1), "", 0)));
    }

    @Test
    void timeToTargetIsTheFirstStepWhoseMeanReachesIt() {
        double[] losses = {9, 1, 9, 5, 5, 3, 3, 3, 1};
        var points = new ArrayList<Run.Point>();
        for (int i = 0; i < losses.length; i++) {
            points.add(new Run.Point(i + 1, losses[i], 10 * (i + 1)));
        }
        var result = ResultTest.finished(ResultTest.trial("a", 1), Map.of(), points);
        assertEquals(new TimeToTarget(2, 20), TimeToTarget.loss(result, 1, 1));
        // Means of three: 19/3, 5, 19/3, 13/3, 11/3, 3, 7/3 at steps 3 to 9.
        assertEquals(new TimeToTarget(4, 40), TimeToTarget.loss(result, 5, 3));
        assertEquals(new TimeToTarget(6, 60), TimeToTarget.loss(result, 4.5, 3));
        assertEquals(new TimeToTarget(8, 80), TimeToTarget.loss(result, 3, 3));
        assertEquals(TimeToTarget.NEVER, TimeToTarget.loss(result, 2, 3));
        assertEquals(TimeToTarget.NEVER, TimeToTarget.loss(result, 5, 10), "shorter than the mean");
        assertEquals(80, TimeToTarget.loss(result, 3, 3).in(Cost.SECONDS));
        var failed = new Work("s", t -> null, 1).failed(ResultTest.trial("a", 1), "why", 0);
        assertEquals(TimeToTarget.NEVER, TimeToTarget.loss(failed, 5, 1));
        assertThrows(IllegalArgumentException.class, () -> TimeToTarget.loss(result, Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> TimeToTarget.loss(result, 1, 0));
    }

    @Test
    void anEvaluationThatReachesATargetIsFoundFromBothSides() {
        var run = Sweeps.run(curve(9, 1), Optional.empty());
        var evaluated = new Run(
                run.rule(),
                run.objective(),
                run.seed(),
                9,
                Map.of(),
                run.curve(),
                List.of(
                        new Run.Evaluation(3, "accuracy", 0.5, 30),
                        new Run.Evaluation(3, "error", 0.5, 31),
                        new Run.Evaluation(6, "accuracy", 0.9, 60),
                        new Run.Evaluation(6, "error", Double.NaN, 61),
                        new Run.Evaluation(9, "error", 0.1, 90)),
                List.of(new Run.Reading(4, "noise", Double.POSITIVE_INFINITY)),
                run.end());
        var result = ResultTest.finished(ResultTest.trial("a", 1), Map.of(), evaluated);
        assertEquals(new TimeToTarget(6, 60), TimeToTarget.above(result, "accuracy", 0.9));
        assertEquals(TimeToTarget.NEVER, TimeToTarget.above(result, "accuracy", 0.91));
        assertEquals(new TimeToTarget(3, 31), TimeToTarget.below(result, "error", 0.5));
        assertEquals(new TimeToTarget(9, 90), TimeToTarget.below(result, "error", 0.4));
        var table = Results.of(List.of(result)).evaluations();
        assertEquals(5, table.rowCount());
        assertEquals("error", table.stringColumn("evaluationName").get(4));
        assertEquals(0.1, table.doubleColumn("evaluationValue").getDouble(4));
    }

    @Test
    void aProfileIsOfTheBestTunedMedianOfEachArmAndWorkload() {
        var plan = Plan.grid()
                .scientific("optimizer", "a", "b")
                .scientific("task", "x", "y")
                .nuisance("rate", 1, 2)
                .seeds(3);
        // Times: a on x 3, on y never; b on x 6, on y 2; rate 2 takes double; the seeds add 0, 0, 100.
        Sweeps.ScoredBy time = t -> {
            double base = t.text("optimizer").equals("a")
                    ? (t.text("task").equals("x") ? 3 : 1e300 * 1e300)
                    : (t.text("task").equals("x") ? 6 : 2);
            return base * t.number("rate") + (t.whole("seed") == 3 ? 100 : 0);
        };
        var results = Sweep.of("s", plan, Sweeps.scored(time)).run();
        var profile = results.profile("optimizer", "task", r -> {
            double t = r.measure("loss");
            return Double.isNaN(t) ? INFINITE : t;
        });
        assertEquals(List.of("x", "y"), profile.workloads());
        assertEquals(Map.of("a", List.of(3.0, INFINITE), "b", List.of(6.0, 2.0)), profile.times());
        var fewer = results.where(r -> !r.trial().text("task").equals("y")
                || r.trial().text("optimizer").equals("b"));
        var refused = assertThrows(IllegalArgumentException.class, () -> fewer.profile("optimizer", "task", r -> 1));
        assertTrue(
                refused.getMessage().contains("the optimizer a has runs of the workloads [x]"), refused.getMessage());
    }

    @Test
    void aTunedCurveIsATable() {
        var points = List.of(new Tuned.Point(-2, 0.5, 0.25, 1, 3), new Tuned.Point(-1, INFINITE, 4, INFINITE, 2));
        var table = new Tuned(new Group(Map.of("width", 64)), "log2Rate", points).table();
        assertEquals("log2Rate", table.name());
        assertEquals(List.of("value", "score", "lowest", "highest", "runs"), table.columnNames());
        assertEquals(List.of(-2.0, -1.0), table.doubleColumn("value").asList());
        assertEquals(List.of(0.5, INFINITE), table.doubleColumn("score").asList());
        assertEquals(List.of(0.25, 4.0), table.doubleColumn("lowest").asList());
        assertEquals(List.of(1.0, INFINITE), table.doubleColumn("highest").asList());
        assertEquals(List.of(3, 2), table.intColumn("runs").asList());
    }

    @Test
    void aParetoIsATableThatMarksItsFront() {
        var muon = new Group(Map.of("optimizer", "muon"));
        var adam = new Group(Map.of("optimizer", "adam"));
        var table = new Pareto(
                        Cost.STEPS,
                        List.of(
                                new Pareto.Candidate(muon, 10, 0.5),
                                new Pareto.Candidate(adam, 20, 0.75),
                                new Pareto.Candidate(adam, 30, 0.25)))
                .table();
        assertEquals(List.of("group", "cost", "score", "front"), table.columnNames());
        assertEquals(
                List.of("muon", "adam", "adam"), table.stringColumn("group").asList());
        assertEquals(List.of(10.0, 20.0, 30.0), table.doubleColumn("cost").asList());
        assertEquals(List.of(0.5, 0.75, 0.25), table.doubleColumn("score").asList());
        assertEquals(List.of(true, false, true), table.booleanColumn("front").asList());
    }

    @Test
    void timesToATargetAreTablesThatAppend() {
        var table = new TimeToTarget(8, 2.5).table().append(TimeToTarget.NEVER.table());
        assertEquals(List.of("steps", "seconds"), table.columnNames());
        assertEquals(List.of(8.0, INFINITE), table.doubleColumn("steps").asList());
        assertEquals(List.of(2.5, INFINITE), table.doubleColumn("seconds").asList());
    }

    @Test
    void aTransferIsATableOfItsOptima() {
        // The vertex of (x + 2)² is refined; a falling line has its best point at an end.
        var bowl = List.of(
                new Tuned.Point(-3, 1, 1, 1, 1), new Tuned.Point(-2, 0, 0, 0, 1), new Tuned.Point(-1, 1, 1, 1, 1));
        var line = List.of(new Tuned.Point(-3, 2, 2, 2, 1), new Tuned.Point(-2, 1.5, 1.5, 1.5, 1));
        var table = new Transfer(
                        new Group(Map.of()),
                        "width",
                        "log2Rate",
                        List.of(
                                new Tuned(new Group(Map.of("width", 64)), "log2Rate", bowl),
                                new Tuned(new Group(Map.of("width", 128)), "log2Rate", line)))
                .table();
        assertEquals(List.of("value", "optimum", "score", "refined", "atEdge"), table.columnNames());
        assertEquals(List.of(64.0, 128.0), table.doubleColumn("value").asList());
        assertEquals(List.of(-2.0, -2.0), table.doubleColumn("optimum").asList());
        assertEquals(List.of(0.0, 1.5), table.doubleColumn("score").asList());
        assertEquals(List.of(true, false), table.booleanColumn("refined").asList());
        assertEquals(List.of(false, true), table.booleanColumn("atEdge").asList());
    }

    @Test
    void tablesHaveTypedColumnsAndARowARunOrAPoint() {
        var runs = List.of(
                ResultTest.finished(
                        ResultTest.trial("width", 64, "rate", 0.1, "name", "a", "on", true), Map.of("loss", 0.5)),
                new Work("s", t -> null, 1)
                        .failed(ResultTest.trial("width", 32, "rate", 1, "name", "b", "on", false), "why", 0));
        var table = Results.of(runs).table();
        assertEquals(2, table.rowCount());
        assertEquals(64, table.longColumn("width").getLong(0));
        assertEquals(1.0, table.doubleColumn("rate").getDouble(1));
        assertEquals("b", table.stringColumn("name").get(1));
        assertTrue(table.booleanColumn("on").get(0));
        assertEquals(0.5, table.doubleColumn("loss").getDouble(0));
        assertTrue(table.doubleColumn("loss").isMissing(1));
        assertTrue(table.longColumn("runSteps").isMissing(1));
        assertEquals("FAILED", table.stringColumn("status").get(1));
        assertEquals(runs.get(0).digest(), table.stringColumn("digest").get(0));
        var curves = Results.of(runs).curves();
        assertEquals(2, curves.rowCount());
        assertEquals(0.25, curves.doubleColumn("curveLoss").getDouble(1));
        assertEquals(64, curves.longColumn("width").getLong(1));
        assertEquals(0, Results.of(List.of()).table().rowCount());
    }

    private static List<Run.Point> curve(int steps, double secondsEach) {
        var points = new ArrayList<Run.Point>();
        for (int t = 1; t <= steps; t++) {
            points.add(new Run.Point(t, 1, secondsEach * t));
        }
        return points;
    }
}
