package org.guideddescent.optimizers;

import static org.guideddescent.rule.Rules.graft;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.Eigenbasis;
import org.guideddescent.linalg.FailingOps;
import org.guideddescent.linalg.InverseRoot;
import org.guideddescent.linalg.Rank;
import org.guideddescent.linalg.Svd;
import org.guideddescent.optimizers.Shampoo.Average;
import org.guideddescent.optimizers.Shampoo.Cut;
import org.guideddescent.optimizers.Shampoo.Sides;
import org.guideddescent.optimizers.Shampoo.Timing;
import org.guideddescent.rule.Plan;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Identities of Shampoo and KL-Shampoo that need no second implementation. */
class ShampooTest {
    private static final Average NONE = new Average(0, 0);
    private static final Average MEAN = new Average(0.9, 0.9);
    private static final Timing ALWAYS = new Timing(1, 1);
    private static final Cut WHOLE = new Cut(1024, 0);

    private static InverseRoot eigh(double eps) {
        return new InverseRoot.Eigendecomposition(new Rank.Perturb(eps));
    }

    private static Shampoo shampoo(Average average, double beta2, InverseRoot root, Sides sides) {
        return new Shampoo(average, beta2, 0.25, root, ALWAYS, sides, WHOLE);
    }

    /** U diag(1 … 1/κ) Vᵀ [m × n], or U Vᵀ for κ = 1. */
    private static double[] conditioned(double kappa, int m, int n) {
        int r = Math.min(m, n);
        double[] s = new double[m * n];
        for (int i = 0; i < r; i++) {
            s[i * n + i] = Math.pow(kappa, -i / (r - 1.0));
        }
        return Oracle.both(Laws.rotation(m, 11), s, Laws.rotation(n, 12), m, n);
    }

    @Test
    void withoutMemoryItIsTheOrthogonalFactorAndMuon() {
        int[][] shapes = {{6, 6}, {4, 7}, {7, 4}};
        for (int[] shape : shapes) {
            int m = shape[0];
            int n = shape[1];
            double[] polar = conditioned(1, m, n);
            for (double kappa : new double[] {1, 10, 1e2, 1e3, 1e4}) {
                double[] g = conditioned(kappa, m, n);
                var root = new InverseRoot.Eigendecomposition(new Rank.PseudoInverse(1e-13));
                double[] d = Slopes.direction(shampoo(NONE, 0, root, Sides.BOTH), m, n, g);
                // An eigenvalue of G Gᵀ has lost κ² roundings, and a root of a quarter on two sides passes half of them
                // on.
                assertEquals(0, Trial.distance(polar, d), 1e-8, m + " × " + n + ", κ = " + kappa);
                double[] muon = Slopes.direction(new Muon(0, false, new Svd(), Muon.Scale.NONE), m, n, g);
                assertEquals(0, Trial.distance(muon, d), 1e-8, "Muon, κ = " + kappa);
            }
        }
    }

    @Test
    void theShiftThatMakesAFactorRegularVanishesWithEps() {
        double[] g = conditioned(1e4, 6, 6);
        double[] polar = conditioned(1, 6, 6);
        double far = Trial.distance(polar, Slopes.direction(shampoo(NONE, 0, eigh(1e-6), Sides.BOTH), 6, 6, g));
        double near = Trial.distance(polar, Slopes.direction(shampoo(NONE, 0, eigh(1e-30), Sides.BOTH), 6, 6, g));
        assertTrue(far > 1e-2, "ε = 1e-6: " + far);
        assertEquals(0, near, 1e-8);
    }

    @Test
    void theLeftSideIsTheRightSideOfTheTranspose() {
        double[][] gradients = Slopes.random(20, 15, 1);
        double[][] turned =
                Arrays.stream(gradients).map(g -> Oracle.transpose(g, 5, 3)).toArray(double[][]::new);
        double[] start = Trial.start(15);
        double[] left = Slopes.walk(shampoo(MEAN, 0.9, eigh(1e-6), Sides.LEFT).at(0.1), start, 5, 3, gradients);
        double[] right = Slopes.walk(
                shampoo(MEAN, 0.9, eigh(1e-6), Sides.RIGHT).at(0.1), Oracle.transpose(start, 5, 3), 3, 5, turned);
        assertArrayEquals(Oracle.transpose(left, 5, 3), right, 1e-12);
        double[] both = Slopes.walk(shampoo(MEAN, 0.9, eigh(1e-6), Sides.BOTH).at(0.1), start, 5, 3, gradients);
        assertTrue(Trial.distance(left, both) > 1e-2, "one side is not two");
    }

    @Test
    void commutesWithRotationsForTwentySteps() {
        double[] q = Laws.rotation(5, 1);
        double[] r = Laws.rotation(4, 2);
        var rule = shampoo(MEAN, 0.95, eigh(1e-30), Sides.BOTH).at(0.05);
        assertEquals(0, rotationGap(rule, q, r), 1e-9);
        // The control: coordinates are what Adam and Lion live by.
        assertTrue(rotationGap(new Adam(0.9, 0.95, 0).at(0.05), q, r) > 1e-2, "Adam");
        assertTrue(rotationGap(new Lion(0.9, 0.99).at(0.05), q, r) > 1e-2, "Lion");
    }

    static double rotationGap(Transform rule, double[] q, double[] r) {
        var plain = Trial.matrix(rule, Problem.alive(), 5, 4, DataType.DOUBLE);
        var turned = Trial.matrix(rule, Problem.alive().turned(q, r, 5, 4), 5, 4, DataType.DOUBLE);
        turned.set(Oracle.both(q, plain.weights(), r, 5, 4));
        plain.steps(20);
        turned.steps(20);
        return Trial.distance(Oracle.both(q, plain.weights(), r, 5, 4), turned.weights());
    }

    @Test
    void aBlockIsAMatrixOfItsOwn() {
        var cut = new Cut(3, 0);
        var kl = new KlShampoo(MEAN, 0.9, eigh(1e-2), new Timing(2, 3), cut);
        var shampoo = new Shampoo(MEAN, 0.9, 0.25, eigh(1e-6), new Timing(2, 3), Sides.BOTH, cut);
        for (Transform rule : new Transform[] {shampoo, kl}) {
            double[][] gradients = Slopes.random(12, 5 * 7, 2);
            double[] start = Trial.start(5 * 7);
            double[] whole = Slopes.walk(rule.at(0.1), start, 5, 7, gradients);
            for (int i = 0; i < 5; i += 3) {
                // The last block of a row is [· × 1], which is a vector to those who take matrices only.
                for (int j = 0; j < 6; j += 3) {
                    int top = i;
                    int left = j;
                    int height = Math.min(3, 5 - i);
                    double[][] parts = Arrays.stream(gradients)
                            .map(g -> part(g, top, left, height))
                            .toArray(double[][]::new);
                    double[] alone = Slopes.walk(rule.at(0.1), part(start, i, j, height), height, 3, parts);
                    assertArrayEquals(part(whole, i, j, height), alone, 1e-12, rule + " at " + i + ", " + j);
                }
            }
        }
    }

    private static double[] part(double[] x, int top, int left, int height) {
        double[] out = new double[height * 3];
        for (int k = 0; k < out.length; k++) {
            out[k] = x[(top + k / 3) * 7 + left + k % 3];
        }
        return out;
    }

    @Test
    void beforeTheStartAGraftIsTheGraftedRule() {
        var adam = new Adam(0.9, 0.999, 1e-8);
        var graft = graft(new Shampoo(MEAN, 1, 0.25, eigh(1e-6), new Timing(1, 6), Sides.BOTH, WHOLE), adam, 6);
        double[][] gradients = Slopes.random(6, 12, 3);
        double[] start = Trial.start(12);
        double[][] before = Arrays.copyOf(gradients, 5);
        assertArrayEquals(
                Slopes.walk(adam.at(0.1), start, 4, 3, before), Slopes.walk(graft.at(0.1), start, 4, 3, before), 1e-15);
        // From then on only the length is Adam's.
        double[] bent = Slopes.direction(graft, 4, 3, gradients);
        double[] plain = Slopes.direction(adam, 4, 3, gradients);
        assertEquals(ShampooOracles.norm(plain), ShampooOracles.norm(bent), 1e-12);
        assertTrue(Trial.distance(plain, bent) > 1e-2, "the direction is Shampoo's");
    }

    @Test
    void theThirdFailureInARowStopsAndSpoilsNothing() {
        var shampoo = shampoo(MEAN, 0.9, eigh(1e-6), Sides.BOTH);
        var kl = new KlShampoo(MEAN, 0.9, eigh(1e-2), ALWAYS, WHOLE);
        var tracked = shampoo(
                MEAN,
                0.9,
                new InverseRoot.Tracked(new Eigenbasis(Eigenbasis.Refresh.EIGH, 0), new Rank.Perturb(1e-6)),
                Sides.BOTH);
        for (Transform rule : new Transform[] {shampoo, kl, tracked}) {
            var run = new Failing(rule);
            run.step();
            double[] root = run.state("left root");
            run.fails = true;
            run.step();
            run.step();
            assertEquals(2, run.state("counts")[0], rule + "");
            if (rule != tracked) {
                assertArrayEquals(root, run.state("left root"), "the last root is kept");
            }
            run.fails = false;
            run.step();
            assertEquals(0, run.state("counts")[0], "a success in between forgives");
            run.fails = true;
            run.step();
            run.step();
            double[] weights = run.weights();
            var stop = assertThrows(ArithmeticException.class, run::step);
            assertTrue(stop.getMessage().contains("hidden [4×3] left"), stop.getMessage());
            assertTrue(stop.getMessage().contains("3 times in a row"), stop.getMessage());
            assertArrayEquals(weights, run.weights(), "no step is taken");
            run.assertFinite();
        }
    }

    @Test
    void aFirstRootThatFailsLeavesTheMean() {
        var run = new Failing(shampoo(NONE, 0.9, eigh(1e-6), Sides.BOTH));
        run.fails = true;
        double[] before = run.weights();
        double[] g = run.step();
        double[] after = run.weights();
        for (int i = 0; i < g.length; i++) {
            assertEquals(before[i] - g[i], after[i], 1e-15);
        }
    }

    private static KlShampoo kl(double eps, int frequency) {
        return new KlShampoo(NONE, 0.95, eigh(eps), new Timing(frequency, 1), WHOLE);
    }

    @Test
    void zeroGradientsMoveNothingWhateverTheEps() {
        double[][] zeros = new double[30][12];
        double[] start = Trial.start(12);
        for (double eps : new double[] {1e-2, 1e-8, 1e-30}) {
            assertArrayEquals(start, Slopes.walk(kl(eps, 10).at(0.1), start, 4, 3, zeros), "ε = " + eps);
        }
    }

    @Test
    void rootsOlderThanTheGradientStretchItByOneOverEps() {
        double[] zero = new double[12];
        double[] g = Slopes.random(1, 12, 8)[0];
        for (double eps : new double[] {1e-2, 1e-8}) {
            var half = new Shampoo(NONE, 0.95, 0.5, eigh(eps), new Timing(10, 1), Sides.BOTH, WHOLE);
            // Each side gives ε^(−½), in Shampoo½ as in KL-Shampoo.
            for (Transform rule : new Transform[] {kl(eps, 10), half}) {
                double[] d = Slopes.direction(rule, 4, 3, zero, g, g, g);
                for (int i = 0; i < 12; i++) {
                    assertEquals(g[i] / eps, d[i], 1e-10 * Math.abs(g[i] / eps), rule.toString());
                }
            }
            double[] fresh = Slopes.direction(kl(eps, 1), 4, 3, zero, g, g, g);
            assertTrue(ShampooOracles.norm(fresh) < 30, "with new roots at each step: " + ShampooOracles.norm(fresh));
        }
    }

    @Test
    void oldRootsMakeAQuadraticGrowByOneMinusRateTimesCurvatureOverEps() {
        double h = 0.3;
        double rate = 0.01;
        for (double eps : new double[] {1e-2, 1e-8}) {
            var trial = Slopes.trial(kl(eps, 10).at(rate), 4, 3);
            double[] start = trial.weights();
            trial.step(new double[12], 1);
            for (int t = 2; t < 6; t++) {
                trial.step(Arrays.stream(trial.weights()).map(x -> h * x).toArray(), 1);
            }
            double growth = Math.pow(1 - rate * h / eps, 4);
            double[] end = trial.weights();
            for (int i = 0; i < 12; i++) {
                assertEquals(growth * start[i], end[i], 1e-9 * Math.abs(growth * start[i]), "ε = " + eps);
            }
        }
    }

    /** A rule on a matrix [4 × 3] whose eigendecompositions fail on demand. */
    static final class Failing {
        boolean fails;
        private final Slots slots = new Slots(DataType.DOUBLE);
        private final ParamVector theta = ParamVector.zeros(
                Layout.builder().add("hidden", Role.HIDDEN, 4, 3).build(), DataType.DOUBLE);
        private final ParamVector direction = theta.like();
        private final Plan plan;
        private int t;

        Failing(Transform rule) {
            plan = Plan.bind(rule.at(1), FailingOps.eighFailing(Ops.current(), a -> fails), theta, direction, slots);
        }

        double[] step() {
            double[] g = Slopes.random(1, 12, 40 + t)[0];
            direction.flat().assign(Nd4j.createFromArray(g));
            plan.apply(new Step(t + 1, 1));
            t++;
            return g;
        }

        double[] weights() {
            return theta.flat().toDoubleVector();
        }

        double[] state(String end) {
            var all = slots.state().entrySet().stream()
                    .filter(e -> e.getKey().endsWith("/" + end))
                    .toList();
            assertEquals(1, all.size(), end + " in " + slots.state().keySet());
            return all.get(0).getValue().dup('c').reshape(-1).toDoubleVector();
        }

        void assertFinite() {
            slots.state()
                    .forEach((name, a) -> assertTrue(
                            Arrays.stream(a.dup('c').reshape(-1).toDoubleVector())
                                    .allMatch(Double::isFinite),
                            name + " is spoiled"));
        }
    }
}
