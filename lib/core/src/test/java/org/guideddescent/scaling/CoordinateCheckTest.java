package org.guideddescent.scaling;

import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.relu;
import static org.guideddescent.model.Layers.residual;
import static org.guideddescent.optimizers.Optimizers.adam;
import static org.guideddescent.optimizers.Optimizers.adamW;
import static org.guideddescent.optimizers.Optimizers.muon;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.matrices;
import static org.guideddescent.rule.Rules.route;
import static org.guideddescent.scaling.Parametrization.completeP;
import static org.guideddescent.scaling.Parametrization.muP;
import static org.guideddescent.scaling.Parametrization.standard;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.guideddescent.linalg.Eigenbasis;
import org.guideddescent.linalg.SingularValues;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Mlp;
import org.guideddescent.model.Network;
import org.guideddescent.model.Stack;
import org.guideddescent.model.TeacherTask;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.optimizers.Adam;
import org.guideddescent.optimizers.Muon;
import org.guideddescent.optimizers.Shampoo;
import org.guideddescent.optimizers.Soap;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Selector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The walkthrough's task: 32 inputs, two hidden layers, 10 classes, batches of 64, 8 probes; three seeds, four steps. */
class CoordinateCheckTest {
    private static final List<Integer> WIDTHS = List.of(64, 128, 256);
    private static final List<Integer> MORE = List.of(64, 128, 256, 512);
    private static final TeacherTask TASK = TeacherTask.of(new SplittableRandom(1));
    private static final Batches BATCHES = t -> TASK.sample(64, t, DataType.FLOAT);
    private static final Batch PROBES = TASK.sample(8, 1_000_000, DataType.FLOAT);

    private static Network wide(int n) {
        return Mlp.of(32, n, n, 10).zeroReadout();
    }

    private static CoordinateCheck check(IntFunction<Setup> setups) {
        return check(WIDTHS, setups);
    }

    private static CoordinateCheck check(List<Integer> widths, IntFunction<Setup> setups) {
        return CoordinateCheck.of("width", widths, setups, BATCHES, PROBES, CoordinateCheck.Protocol.DEFAULT);
    }

    private static CoordinateCheck check(Parametrization table, Transform rule) {
        return check(n -> table.scale(wide(64), wide(n)).setup(rule));
    }

    /** One seed, two widths, three steps: enough to see what is far off, and for rules that take long. */
    private static CoordinateCheck quick(IntFunction<Setup> setups) {
        return CoordinateCheck.of(
                "width", List.of(64, 256), setups, BATCHES, PROBES, new CoordinateCheck.Protocol(3, 1, 0.15));
    }

    private static CoordinateCheck quick(Parametrization table, Transform rule) {
        return quick(n -> table.scale(wide(64), wide(n)).setup(rule));
    }

    @Test
    void underMuPAdamMovesEveryLayerEquallyAtEveryWidth() {
        var check = check(muP(), adam(0.01)).orThrow();
        assertTrue(check.toString().startsWith("coordinate check over width 64, 128, 256: passed"), check.toString());
        // Of the three matrices' updates, norms follow √(out / in).
        assertEquals(0.5, check.updateSlope("w1"), 0.1);
        assertEquals(0, check.updateSlope("w2"), 0.1);
        assertEquals(-0.5, check.updateSlope("w3"), 0.1);
    }

    @Test
    void underTheStandardParametrizationAdamsChangesGrowWithTheWidth() {
        var check = check(standard(), adam(0.01));
        assertTrue(check.slope("w2") > 0.8, check.toString());
        assertFalse(check.passed());
        var error = assertThrows(AssertionError.class, check::orThrow);
        assertTrue(error.getMessage().contains("w2 changes like width^"), error.getMessage());
    }

    @Test
    void underMuPGradientDescentAndMuonPassToo() {
        check(muP(), sgd(0.1)).orThrow();
        assertFalse(quick(standard(), sgd(0.1)).passed());
        var muon = route(Selector.everyMatrix(), muon(0.1, Muon.Scale.NONE)).otherwise(sgd(0.1));
        check(MORE, n -> muP().scale(wide(64), wide(n)).setup(muon)).orThrow();
        var control = quick(standard(), muon);
        assertFalse(control.passed());
        // The hidden matrix carries over by itself: its scale is right.
        assertEquals(0, control.updateSlope("w2"), 0.1);
    }

    @Test
    void aMultiplierInFrontOfTheLastMatrixChangesNothing() {
        check(muP().withMultiplier(), route(matrices(), muon(0.1)).otherwise(adam(0.01)))
                .orThrow();
    }

    @Test
    void underMuPShampooAndSoapMoveTheirMatrixEquallyAtEveryWidth() {
        var root = Shampoo.every(1).root();
        var shampoo = new Shampoo(
                new Shampoo.Average(0.9, 0.9),
                1,
                0.25,
                root,
                new Shampoo.Timing(1, 1),
                Shampoo.Sides.BOTH,
                new Shampoo.Cut(1024, 0));
        // Of one seed, only what their own matrix does is said; the rest is Adam's.
        var whitened = quick(muP(), route(matrices(), shampoo.at(0.1)).otherwise(adam(0.01)));
        assertEquals(0, whitened.slope("w2"), 0.15, whitened.toString());
        var basis = new Eigenbasis(Eigenbasis.Refresh.POWER_QR, 0);
        var soap = new Soap(new Adam(0.95, 0.95, 1e-8), 0.95, basis, 1, Shampoo.Sides.BOTH, 10_000);
        var rule = route(matrices(), soap.at(0.01)).otherwise(adam(0.01));
        var rotated = quick(muP(), rule);
        assertEquals(0, rotated.slope("w2"), 0.15, rotated.toString());
        // As if its basis held every gradient: too long by about the width.
        var wrong = quick(n -> {
            var scaling = muP().scale(wide(64), wide(n));
            var unscaled = route(matrices(), soap.at(0.01)).otherwise(scaling.rule(adam(0.01)));
            return new Setup(scaling.network(), unscaled, scaling::initialize);
        });
        assertTrue(wrong.slope("w2") > 0.5, wrong.toString());
    }

    @Test
    void decayIsAShareOfTheUpdateAtEveryWidth() {
        var check = check(muP(), adamW(0.01, 10)).orThrow();
        // From a zero readout only decay moves the hidden matrix in the first step: η λ of it, and its norm is the same
        // at all widths.
        assertEquals(0, firstSlope(check, "w2"), 0.05);
        // The control is an old bug of the mup package: rates are scaled, decays are not.
        var unscaled = check(n -> {
            var scaling = muP().scale(wide(64), wide(n));
            return new Setup(
                    scaling.network(), scaling.rule(adam(0.01)).then(decoupledWeightDecay(10)), scaling::initialize);
        });
        assertEquals(-1, firstSlope(unscaled, "w2"), 0.05);
    }

    private static double firstSlope(CoordinateCheck check, String layer) {
        return check.updateSlopes().stream()
                .filter(s -> s.layer().equals(layer) && s.step() == 1)
                .findFirst()
                .orElseThrow()
                .slope();
    }

    private static Network deep(int depth) {
        var net = Stack.of(linear(32, 32));
        for (int i = 0; i < depth; i++) {
            net = net.then(residual(relu().then(linear(32, 32))).times(0.1));
        }
        return Network.of(net.then(relu()).then(linear(32, 10)), Loss.SOFTMAX_CROSS_ENTROPY)
                .zeroReadout();
    }

    private static CoordinateCheck depth(Parametrization table, Transform rule) {
        return CoordinateCheck.of(
                "depth",
                List.of(2, 4, 8, 16, 32),
                d -> table.scale(deep(2), deep(d)).setup(rule),
                BATCHES,
                PROBES,
                new CoordinateCheck.Protocol(3, 2, 0.15));
    }

    @Test
    void underCompletePChangesAreTheSameAtEveryDepth() {
        depth(completeP(), adam(0.003)).orThrow();
        depth(completeP(), adamW(0.003, 1)).orThrow();
        depth(completeP(), sgd(0.1)).orThrow();
        // μP knows nothing of depth: what the branches add up to grows with it.
        assertTrue(depth(muP(), adam(0.003)).slope("features") > 0.5);
        assertTrue(depth(muP(), sgd(0.1)).slope("features") > 0.3);
    }

    @Test
    void whatIsMeasuredIsTheMeanChangeOfALinearLayersOutputs() {
        // One step of gradient descent on a network of one matrix, by hand.
        var x = Nd4j.createFromArray(new double[][] {{1, 2}});
        var y = Nd4j.createFromArray(new double[][] {{0, 0}});
        var probes =
                new Batch(Nd4j.createFromArray(new double[][] {{1, 0}, {0, 3}}), Nd4j.zeros(DataType.DOUBLE, 2, 2));
        var net = Network.of(linear(2, 2), Loss.SQUARED_ERROR);
        IntFunction<Setup> setup = n -> new Setup(net, sgd(0.1 * n), (random, theta) -> {
            theta.flat().assign(0);
            theta.view("b1").assign(1);
        });
        var check = CoordinateCheck.of(
                "size", List.of(1, 2), setup, t -> new Batch(x, y), probes, new CoordinateCheck.Protocol(1, 1, 0.15));
        // With ½‖y‖² the gradient of both outputs is 1 and W loses η [1 2], b η; both outputs of the probes change by
        // 2η and 7η.
        double scale = 0.1 * lossScale();
        assertEquals(scale * (2 + 7) / 2, change(check, 1), 1e-12);
        assertEquals(2 * scale * (2 + 7) / 2, change(check, 2), 1e-12);
        assertEquals(1, check.slope("w1"), 1e-12);
        assertEquals(scale * Math.sqrt(2 * 5), check.updates().get(0).value(), 1e-12);
        assertEquals(List.of("w1 changes like size^1.00 after step 1", "features did not move"), check.faults());
    }

    /** The gradient of the squared error in an output that is off by 1. */
    private static double lossScale() {
        var net = Network.of(linear(1, 1), Loss.SQUARED_ERROR);
        var theta = org.guideddescent.space.ParamVector.zeros(net.layout(), DataType.DOUBLE);
        theta.view("b1").assign(1);
        var grad = theta.like();
        net.gradient(theta, new Batch(Nd4j.ones(DataType.DOUBLE, 1, 1), Nd4j.zeros(DataType.DOUBLE, 1, 1)), grad);
        return grad.view("b1").getDouble(0, 0);
    }

    private static double change(CoordinateCheck check, int size) {
        return check.changes().stream()
                .filter(p -> p.size() == size && p.layer().equals("w1"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void aTrainingThatOverflowsFailsAndIsNoEndOfTheCheck() {
        var check = quick(standard(), sgd(1e30));
        assertTrue(check.faults().stream().anyMatch(f -> f.contains("width^Infinity")), check.toString());
    }

    @Test
    void aCheckNeedsTwoSizesAndASensibleProtocol() {
        var one = assertThrows(
                IllegalArgumentException.class,
                () -> new CoordinateCheck(
                        "width", List.of(new CoordinateCheck.Point(64, 1, "w1", 1)), List.of(), 0.15));
        assertEquals("a slope needs two sizes or more, got [64]", one.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new CoordinateCheck.Protocol(0, 1, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new CoordinateCheck.Protocol(1, 1, Double.NaN));
    }

    @Test
    void theSpectralConditionHoldsForAllShapesUnderMuP() {
        var batch = TASK.sample(64, 5, DataType.FLOAT);
        var sizes = List.of(32, 128, 512);
        var muon = route(Selector.everyMatrix(), muon(0.1)).otherwise(sgd(0.1));
        for (var rule : List.of(sgd(0.1), adam(0.01), muon)) {
            var rows = rows(sizes, Parametrization.spectral(), rule, batch);
            assertTrue(SpectralCondition.spread(rows, SpectralCondition::update) < 3, rule + " " + rows);
            assertTrue(SpectralCondition.spread(rows, SpectralCondition::weight) < 3, rule + " " + rows);
        }
        var control = rows(sizes, standard(), adam(0.01), batch);
        assertTrue(SpectralCondition.spread(control, SpectralCondition::update) > 4, control.toString());
    }

    private static List<SpectralCondition> rows(
            List<Integer> sizes, Parametrization table, Transform rule, Batch batch) {
        return sizes.stream()
                .flatMap(in -> sizes.stream()
                        .flatMap(out -> SpectralCondition.of(
                                table.scale(Mlp.of(32, 32, 32, 10), Mlp.of(32, in, out, 10))
                                        .setup(rule),
                                batch,
                                1)
                                .stream()))
                .filter(row -> row.parameter().equals("w2"))
                .toList();
    }

    @Test
    void aSpectralNormIsTheLargestSingularValueToThreeDigits() {
        var random = new SplittableRandom(3);
        for (var shape : List.of(new int[] {60, 90}, new int[] {90, 60}, new int[] {3, 200}, new int[] {64, 64})) {
            var a = Nd4j.create(DataType.FLOAT, shape[0], shape[1]);
            IntStream.range(0, shape[0] * shape[1]).forEach(i -> a.putScalar(i, (float) (random.nextDouble() - 0.5)));
            double exact = SingularValues.of(a)[0];
            assertEquals(exact, SpectralNorm.of(a), 2e-3 * exact);
            assertEquals(1e30 * exact, SpectralNorm.of(a.mul(1e30f)), 2e27 * exact);
        }
        assertEquals(0, SpectralNorm.of(Nd4j.zeros(DataType.FLOAT, 40, 40)));
        assertTrue(Double.isNaN(SpectralNorm.of(Nd4j.valueArrayOf(new long[] {2, 2}, Float.NaN, DataType.FLOAT))));
    }

    @Test
    void changesUpdatesAndSlopesAreTables() {
        var check = new CoordinateCheck(
                "width",
                List.of(new CoordinateCheck.Point(64, 1, "w1", 2), new CoordinateCheck.Point(256, 1, "w1", 4)),
                List.of(new CoordinateCheck.Point(64, 1, "w2", 3)),
                0.15);
        var changes = check.table();
        assertEquals(List.of("size", "step", "layer", "value"), changes.columnNames());
        assertEquals(List.of(64, 256), changes.intColumn("size").asList());
        assertEquals(List.of(1, 1), changes.intColumn("step").asList());
        assertEquals(List.of("w1", "w1"), changes.stringColumn("layer").asList());
        assertEquals(List.of(2.0, 4.0), changes.doubleColumn("value").asList());
        var updates = check.updateTable();
        assertEquals(changes.columnNames(), updates.columnNames());
        assertEquals(List.of("w2"), updates.stringColumn("layer").asList());
        assertEquals(List.of(3.0), updates.doubleColumn("value").asList());
        var slopes = check.slopeTable();
        assertEquals(List.of("layer", "step", "slope"), slopes.columnNames());
        assertEquals(1, slopes.rowCount());
        // Twice the change at four times the width.
        assertEquals(0.5, slopes.doubleColumn("slope").getDouble(0), 1e-12);
    }

    @Test
    void spectralConditionsAreATable() {
        var table = SpectralCondition.table(List.of(new SpectralCondition("w1", 64, 32, 1.5, 0.25)));
        assertEquals(List.of("parameter", "out", "in", "weight", "update"), table.columnNames());
        assertEquals(List.of("w1"), table.stringColumn("parameter").asList());
        assertEquals(List.of(64), table.intColumn("out").asList());
        assertEquals(List.of(32), table.intColumn("in").asList());
        assertEquals(List.of(1.5), table.doubleColumn("weight").asList());
        assertEquals(List.of(0.25), table.doubleColumn("update").asList());
    }
}
