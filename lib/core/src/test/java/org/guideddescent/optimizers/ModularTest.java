package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Modular.bias;
import static org.guideddescent.optimizers.Modular.bond;
import static org.guideddescent.optimizers.Modular.embedding;
import static org.guideddescent.optimizers.Modular.linear;
import static org.guideddescent.optimizers.MuonTest.random;
import static org.guideddescent.optimizers.MuonTest.take;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.guideddescent.linalg.Svd;
import org.guideddescent.model.Mlp;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class ModularTest {
    @Test
    void layersInAChainShareTheStepByMass() {
        var net = linear("a")
                .withMass(1)
                .then(bond())
                .then(linear("b").withMass(5))
                .then(bond())
                .then(linear("c").withMass(2));
        assertEquals(8, net.mass());
        assertEquals(1, net.sensitivity());
        assertFactors(net, 1.0 / 8, 5.0 / 8, 2.0 / 8);
        assertEquals(
                List.of("a", "b", "c"),
                net.shares().stream().map(s -> s.atom().param()).toList(),
                "input first");
    }

    @Test
    void whatALaterMapMultipliesAnEarlierWeightGetsLessOf() {
        // f = 3 c(½ b(a(x))): a change of b shows 1.5 times at the output, one of c three times.
        var net = linear("a").then(linear("b")).times(0.5).then(linear("c")).times(-3);
        assertEquals(1.5, net.sensitivity());
        assertFactors(net, 1 / 1.5 / 3, 1 / 1.5 / 3, 1 / 3.0 / 3);
    }

    @Test
    void branchesShareByMassAndTheirSensitivitiesAdd() {
        var net = linear("a").plus(linear("b").times(2)).then(linear("c"));
        assertEquals(3, net.sensitivity());
        assertFactors(net, 1.0 / 3, 1.0 / 3 / 2, 1.0 / 3);
        var before = linear("z").then(net);
        assertFactors(before, 1.0 / 4 / 3, 1.0 / 4, 1.0 / 8, 1.0 / 4);
    }

    @Test
    void aResidualNetworkHasSensitivityOneAtAnyDepthAndLetsEachBlockMoveByItsMassTimesTheDepth() {
        for (int depth : new int[] {2, 5, 40}) {
            var net = bond();
            for (int k = 0; k < depth; k++) {
                net = net.then(linear("w" + k).residual(depth));
            }
            assertEquals(1, net.sensitivity(), 1e-12);
            // Its mass share 1/L, times L for the factor 1/L before the sum: each block may take a whole step.
            for (var share : net.shares()) {
                assertEquals(1, share.factor(), 1e-12);
            }
        }
    }

    @Test
    void anotherMassChangesNothingInside() {
        var block = linear("a").withMass(3).then(linear("b").times(4)).withMass(10);
        assertEquals(10, block.mass());
        assertEquals(4, block.sensitivity());
        var net = block.then(linear("c").withMass(30));
        assertFactors(net, 0.25 * 0.75 / 4, 0.25 * 0.25 / 4, 0.75);
    }

    @Test
    void composingIsAssociative() {
        Modular a = linear("a").withMass(2).times(3);
        Modular b = linear("b").withMass(5).times(0.7);
        Modular c = linear("c").withMass(7).times(1.1);
        var left = a.then(b).then(c);
        var right = a.then(b.then(c));
        assertEquals(left.mass(), right.mass());
        assertEquals(left.sensitivity(), right.sensitivity(), 1e-15);
        for (int i = 0; i < 3; i++) {
            assertEquals(left.shares().get(i).factor(), right.shares().get(i).factor(), 1e-15);
        }
    }

    @Test
    void whatHasNoMassDoesNotMove() {
        assertFactors(linear("a").withMass(0).then(linear("b")), 0, 1);
        assertFactors(linear("a").then(linear("b")).withMass(0).then(linear("c")), 0, 0, 1);
        assertFactors(linear("a").withMass(0), 0);
        assertEquals(List.of(), bond().times(2).shares());
    }

    /** For layers on their balls, the output of a chain moves by no more than η, to first order in η, for inputs of RMS one. */
    @Test
    void aStepOfNormOneMovesTheOutputByAtMostOneToFirstOrderAndNearlyThat() {
        int[] widths = {6, 9, 4, 7};
        double scale = 2.5;
        var layout = Layout.builder();
        for (int k = 1; k < widths.length; k++) {
            layout.add("w" + k, Role.HIDDEN, widths[k], widths[k - 1]);
        }
        var theta = ParamVector.zeros(layout.build(), DataType.DOUBLE);
        double[][] w = new double[3][];
        for (int k = 1; k < widths.length; k++) {
            double[] polar = NormOracles.Svd.of(random(k, widths[k] * widths[k - 1]), widths[k], widths[k - 1])
                    .polar();
            for (int i = 0; i < polar.length; i++) {
                polar[i] *= Math.sqrt((double) widths[k] / widths[k - 1]);
            }
            w[k - 1] = polar;
            theta.view("w" + k).assign(Nd4j.createFromArray(polar).reshape(widths[k], widths[k - 1]));
        }
        var exact = new Ball.Spectral(new Svd(), Muon.Scale.SPECTRAL);
        Modular net = new Modular.Atom("w1", exact, 1, 1)
                .then(new Modular.Atom("w2", exact, 3, 1))
                .then(new Modular.Atom("w3", exact, 2, 1))
                .times(scale);
        double[] x = random(40, 6);
        double rms = NormOracles.norm(x) / Math.sqrt(6);
        for (int i = 0; i < 6; i++) {
            x[i] /= rms;
        }
        // The gradient of ⟨c, f(x)⟩ by hand: outer products of what comes from above with what comes from below.
        double[] h1 = Oracle.product(w[0], x, 9, 6, 1);
        double[] h2 = Oracle.product(w[1], h1, 4, 9, 1);
        double[] out = times(scale, Oracle.product(w[2], h2, 7, 4, 1));
        double[] c = out.clone();
        double[] c2 = Oracle.product(Oracle.transpose(w[2], 7, 4), c, 4, 7, 1);
        double[] c1 = Oracle.product(Oracle.transpose(w[1], 4, 9), c2, 9, 4, 1);
        var optimizer = new Optimizer(Optimizers.modularDual(1e-6, net), theta);
        var g = optimizer.gradient();
        g.view("w1").assign(outer(c1, x));
        g.view("w2").assign(outer(c2, h1));
        g.view("w3").assign(outer(c, h2));
        optimizer.step(g, 1);
        double[][] moved = new double[3][];
        for (int k = 0; k < 3; k++) {
            moved[k] = theta.view("w" + (k + 1)).dup('c').ravel().toDoubleVector();
        }
        double[] after = times(
                scale,
                Oracle.product(
                        moved[2], Oracle.product(moved[1], Oracle.product(moved[0], x, 9, 6, 1), 4, 9, 1), 7, 4, 1));
        double[] change = new double[7];
        for (int i = 0; i < 7; i++) {
            change[i] = (out[i] - after[i]) / 1e-6;
        }
        double moves = NormOracles.norm(change) / Math.sqrt(7);
        assertTrue(moves <= 1 + 1e-4 && moves > 0.3, "moved by " + moves);
    }

    @Test
    void aPerceptronIsTakenInTheOrderOfItsLayersWhateverThatOfMemory() {
        var layout = Mlp.of(5, 4, 4, 3).layout();
        var net = Modular.mlp(layout);
        assertEquals(
                List.of("w1", "b1", "w2", "b2", "w3", "b3"),
                net.shares().stream().map(s -> s.atom().param()).toList());
        assertEquals("w2", layout.params().get(0).name(), "or the test shows nothing");
        assertFactors(net, 1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6);
        var unnumbered = assertThrows(IllegalArgumentException.class, () -> Modular.mlp(Layout.vector(3)));
        assertTrue(unnumbered.getMessage().contains("compose the module by hand"), unnumbered.getMessage());
    }

    @Test
    void everyWeightOfANetworkFollowsTheOracleOfItsNormTimesItsFactor() {
        var layout = Layout.builder()
                .add("e", Role.EMBEDDING, 7, 4)
                .add("w", Role.HIDDEN, 5, 4)
                .add("b", Role.BIAS, 5, 1)
                .build();
        var theta = ParamVector.zeros(layout, DataType.DOUBLE);
        var net = embedding("e")
                .withMass(2)
                .then(linear("w").withMass(3))
                .times(2)
                .then(bias("b").withMass(5));
        var optimizer = new Optimizer(Optimizers.modularDual(1, net), theta);
        double[] g = random(1, (int) layout.size());
        take(optimizer, g);
        for (var p : layout.params()) {
            double[] part = java.util.Arrays.copyOfRange(g, (int) p.offset(), (int) p.end());
            double[] expected = new double[part.length];
            switch (p.name()) {
                case "e" -> {
                    for (int i = 0; i < 7; i++) {
                        double[] row = java.util.Arrays.copyOfRange(part, 4 * i, 4 * i + 4);
                        for (int j = 0; j < 4; j++) {
                            expected[4 * i + j] = -0.2 / 2 * row[j] * 2 / NormOracles.norm(row);
                        }
                    }
                }
                case "w" -> NormOracles.modularDual(0.3 / 2, 5, 4).step(expected, part, 1);
                default -> {
                    for (int i = 0; i < 5; i++) {
                        expected[i] = -0.5 * part[i] * Math.sqrt(5) / NormOracles.norm(part);
                    }
                }
            }
            assertArrayEquals(expected, theta.view(p).dup('c').ravel().toDoubleVector(), 1e-13, p.name());
        }
    }

    @Test
    void everyWeightHasOnePlaceInTheModule() {
        var theta = ParamVector.zeros(
                Layout.builder()
                        .add("a", Role.HIDDEN, 3, 2)
                        .add("b", Role.BIAS, 3, 1)
                        .build(),
                DataType.DOUBLE);
        assertMessage("does not say where [b [3×1]] stand", linear("a"), theta);
        assertMessage("stands twice", linear("a").then(linear("a")).then(bias("b")), theta);
        assertMessage("use Modular.bias(\"b\")", linear("a").then(linear("b")), theta);
        assertMessage("no parameter named 'c'", linear("a").then(bias("c")), theta);
        assertThrows(IllegalArgumentException.class, () -> linear("a").withMass(-1));
        assertThrows(IllegalArgumentException.class, () -> linear("a").times(0));
        assertThrows(IllegalArgumentException.class, () -> linear("a").residual(1));
    }

    private static void assertMessage(String part, Modular module, ParamVector theta) {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> new Optimizer(Optimizers.modularDual(0.1, module), theta));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }

    private static void assertFactors(Modular net, double... factors) {
        assertArrayEquals(
                factors,
                net.shares().stream().mapToDouble(Modular.Share::factor).toArray(),
                1e-15);
    }

    private static double[] times(double c, double[] x) {
        return java.util.Arrays.stream(x).map(v -> c * v).toArray();
    }

    private static org.nd4j.linalg.api.ndarray.INDArray outer(double[] a, double[] b) {
        return Nd4j.createFromArray(Oracle.product(a, b, a.length, 1, b.length)).reshape(a.length, b.length);
    }
}
