package org.guideddescent.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.guideddescent.compute.CpuOps;
import org.guideddescent.compute.Nd4jOps;
import org.guideddescent.compute.Ops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class InverseRootTest {
    private static final Eigenbasis QR = new Eigenbasis(Eigenbasis.Refresh.POWER_QR, 0);
    private static final Rank RANK = new Rank.Perturb(1e-300);

    static Stream<InverseRoot> all() {
        return Stream.of(
                new InverseRoot.Eigendecomposition(RANK),
                new InverseRoot.Eigendecomposition(new Rank.PseudoInverse(0)),
                new InverseRoot.Tracked(QR, RANK),
                new InverseRoot.CoupledNewton(0, 1e-12, 100),
                new InverseRoot.CoupledHigherOrder(3, 0, 1e-12, 100),
                new InverseRoot.CoupledHigherOrder(5, 0, 1e-12, 100),
                new InverseRoot.CoupledNewtonSchulz(0, 1e-12, 100));
    }

    private static double[] root(InverseRoot recipe, double[] a, int n, double p) {
        return root(Ops.current(), recipe, a, n, p, DataType.DOUBLE);
    }

    private static double[] root(Ops ops, InverseRoot recipe, double[] a, int n, double p, DataType type) {
        var x = Nd4j.zeros(type, n, n);
        var finder = recipe.bind(place(ops, type), n, p);
        assertTrue(finder.write(Matrices.array(a, n, n, type), x));
        return Matrices.plain(x);
    }

    private static Place place(Ops ops, DataType type) {
        return new Place(ops, "w1 [6×4] left", Matrices.workspace(type), Matrices.workspace(type), Matrices.tally());
    }

    private static double[] powered(double[] x, int p, double[] a, int n) {
        double[] product = a;
        for (int i = 0; i < p; i++) {
            product = Matrices.product(x, product, n);
        }
        return product;
    }

    @ParameterizedTest
    @MethodSource("all")
    void theIdentityIsItsOwnRoot(InverseRoot recipe) {
        for (int n : new int[] {1, 10, 100}) {
            for (int p : new int[] {1, 2, 4, 8}) {
                double[] one = Matrices.identity(n);
                assertArrayEquals(one, root(recipe, one, n, p), 1e-13, n + ", " + p);
            }
        }
    }

    /** Inverses of roots with small whole entries: 2⁻ᵖ on one by one, and X = [[2, 1], [1, 2]] ⊕ … to the power −p. */
    @ParameterizedTest
    @MethodSource("all")
    void findsRootsThatAreExactWholeNumbers(InverseRoot recipe) {
        for (int p : new int[] {1, 2, 4, 8}) {
            assertArrayEquals(
                    new double[] {2}, root(recipe, new double[] {Math.pow(2, -p)}, 1, p), 1e-13, "1×1 is not special");
            // [[2, 1], [1, 2]] has eigenvalues 1 and 3, so its power −p is ½ [[1 + 3⁻ᵖ, −1 + 3⁻ᵖ], …], exactly.
            int n = 10;
            double[] x = new double[n * n];
            double[] a = new double[n * n];
            for (int b = 0; b < n; b += 2) {
                for (int i = 0; i < 2; i++) {
                    for (int j = 0; j < 2; j++) {
                        x[(b + i) * n + b + j] = i == j ? 2 : 1;
                        a[(b + i) * n + b + j] = (Math.pow(3, -p) + (i == j ? 1 : -1)) / 2;
                    }
                }
            }
            double kappa = Math.pow(3, p);
            assertArrayEquals(x, root(recipe, a, n, p), 1e-14 * kappa + 1e-12, "p = " + p);
        }
    }

    /** The second difference matrix has the eigenvalues 2 − 2 cos(kπ/(n+1)) and sines for eigenvectors. */
    @ParameterizedTest
    @MethodSource("all")
    void findsTheRootOfATridiagonalToeplitzMatrixInClosedForm(InverseRoot recipe) {
        for (int n : new int[] {1, 10, 100}) {
            double[] a = new double[n * n];
            double[] q = new double[n * n];
            double[] lambda = new double[n];
            for (int i = 0; i < n; i++) {
                a[i * n + i] = 2;
                if (i > 0) {
                    a[i * n + i - 1] = -1;
                    a[(i - 1) * n + i] = -1;
                }
                lambda[i] = 2 - 2 * Math.cos((i + 1) * Math.PI / (n + 1));
                for (int k = 0; k < n; k++) {
                    q[i * n + k] = Math.sqrt(2.0 / (n + 1)) * Math.sin((i + 1) * (k + 1) * Math.PI / (n + 1));
                }
            }
            double kappa = lambda[n - 1] / lambda[0];
            for (int p : new int[] {1, 2, 4, 8}) {
                double[] want = new double[n];
                for (int i = 0; i < n; i++) {
                    want[i] = Math.pow(lambda[i], -1.0 / p);
                }
                double[] x = root(recipe, a, n, p);
                assertTrue(Matrices.distance(x, Matrices.spectral(q, want)) < 1e-12 * kappa, "n = " + n + ", p = " + p);
                double gap = Matrices.distance(powered(x, p, a, n), Matrices.identity(n));
                assertTrue(gap < 1e-8 * Math.pow(kappa, 1.0 / p), "‖X^p A − I‖ = " + gap);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void isExactToTheToleranceUpToAConditionOfAHundredMillion(InverseRoot recipe) {
        for (int n : new int[] {10, 100}) {
            double[] q = Matrices.rotation(n, n);
            for (double kappa : new double[] {1e2, 1e4, 1e8}) {
                double[] a = Matrices.spectral(q, Matrices.geometric(n, kappa));
                for (int p : new int[] {1, 2, 4, 8}) {
                    double[] want = new double[n];
                    for (int i = 0; i < n; i++) {
                        want[i] = Math.pow(kappa, i / (n - 1.0) / p);
                    }
                    double gap = Matrices.distance(root(recipe, a, n, p), Matrices.spectral(q, want));
                    assertTrue(
                            gap < 1e-8 * Math.pow(kappa, 1.0 / p),
                            "n = " + n + ", κ = " + kappa + ", p = " + p + ": " + gap);
                }
            }
        }
    }

    /** A library that returned the iterate before the last was wrong by the error of the step before. */
    @Test
    void theLastIterateIsReturned() {
        double kappa = 1e3;
        double[] q = Matrices.rotation(8, 3);
        double[] a = Matrices.spectral(q, Matrices.geometric(8, kappa));
        double[] want = Matrices.geometric(8, kappa);
        for (int i = 0; i < 8; i++) {
            want[i] = Math.pow(want[i], -0.5);
        }
        double[] exact = Matrices.spectral(q, want);
        // X is wrong by half of M − I, and the one before the last had M − I above the tolerance.
        for (var recipe : List.of(
                new InverseRoot.CoupledNewton(0, 1e-3, 100),
                new InverseRoot.CoupledHigherOrder(2, 0, 1e-3, 100),
                new InverseRoot.CoupledNewtonSchulz(0, 1e-3, 100))) {
            double gap = Matrices.distance(root(recipe, a, 8, 2), exact);
            assertTrue(gap < 1e-3 / 2, recipe + ": " + gap);
        }
    }

    @Test
    void realRootsAreForTheEigendecomposition() {
        double[] q = Matrices.rotation(5, 2);
        double[] lambda = {1, 2, 3, 4, 5};
        double[] a = Matrices.spectral(q, lambda);
        for (double p : new double[] {1.5, 2.82, 3, 6}) {
            double[] want = new double[5];
            for (int i = 0; i < 5; i++) {
                want[i] = Math.pow(lambda[i], -1 / p);
            }
            for (var recipe : List.of(
                    new InverseRoot.Eigendecomposition(RANK),
                    new InverseRoot.Tracked(new Eigenbasis(Eigenbasis.Refresh.EIGH, 0), RANK))) {
                assertArrayEquals(Matrices.spectral(q, want), root(recipe, a, 5, p), 1e-13);
            }
        }
        var place = place(Ops.current(), DataType.DOUBLE);
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> new InverseRoot.CoupledNewton(0, 1e-6, 100).bind(place, 5, 1.5));
        assertTrue(thrown.getMessage().contains("got 1.5; Eigendecomposition takes any"), thrown.getMessage());
        thrown = assertThrows(IllegalArgumentException.class, () -> new InverseRoot.CoupledNewtonSchulz(0, 1e-6, 100)
                .bind(place, 5, 3));
        assertTrue(thrown.getMessage().contains("power of two, got 3"), thrown.getMessage());
    }

    @Test
    void oddRootsByIteration() {
        double[] q = Matrices.rotation(6, 4);
        double[] a = Matrices.spectral(q, Matrices.geometric(6, 100));
        for (int p : new int[] {3, 5, 6}) {
            double[] want = new double[6];
            for (int i = 0; i < 6; i++) {
                want[i] = Math.pow(100, i / 5.0 / p);
            }
            for (var recipe : List.of(
                    new InverseRoot.CoupledNewton(0, 1e-12, 100),
                    new InverseRoot.CoupledHigherOrder(4, 0, 1e-12, 100))) {
                assertTrue(Matrices.distance(root(recipe, a, 6, p), Matrices.spectral(q, want)) < 1e-11);
            }
        }
    }

    @Test
    void thePseudoInverseOfASingularMatrixIsTheExactPowerOfItsInverse() {
        int n = 6;
        double[] q = Matrices.rotation(n, 5);
        double[] a = Matrices.spectral(q, new double[] {0, 0, 0, 1, 16, 81});
        var recipe = new InverseRoot.Eigendecomposition(new Rank.PseudoInverse(1e-12));
        assertArrayEquals(
                Matrices.spectral(q, new double[] {0, 0, 0, 1, 1 / 2.0, 1 / 3.0}), root(recipe, a, n, 4), 1e-12);
        assertArrayEquals(new double[n * n], root(recipe, new double[n * n], n, 4), 0);
    }

    @Test
    void perturbationLeavesNoEigenvalueBelowEps() {
        double eps = 1e-6;
        for (double least : new double[] {-1e-3, -1e-20, 0, 1e-7}) {
            double[] lambda = {2, least, 1};
            new Rank.Perturb(eps).inverseRoot(lambda, 1);
            assertEquals(1 / eps, lambda[1], 1e-9 / eps);
            assertEquals(1 / (2 + eps - least), lambda[0], 1e-15);
        }
        double[] regular = {2, eps, 1};
        new Rank.Perturb(eps).inverseRoot(regular, 1);
        assertArrayEquals(new double[] {0.5, 1 / eps, 1}, regular, 1e-9);
        // And so for a whole matrix of rank one.
        double[] x = root(new InverseRoot.Eigendecomposition(new Rank.Perturb(eps)), new double[] {1, 1, 1, 1}, 2, 1);
        assertEquals(1 / eps, x[0] - x[1], 1e-6 / eps);
    }

    @Test
    void aRidgeMakesASingularMatrixRegularForTheIterations() {
        int n = 4;
        double[] q = Matrices.rotation(n, 6);
        double[] a = Matrices.spectral(q, new double[] {0, 0, 1, 2});
        double ridge = 1e-4;
        double[] want = {
            Math.pow(ridge, -0.25), Math.pow(ridge, -0.25), Math.pow(1 + ridge, -0.25), Math.pow(2 + ridge, -0.25)
        };
        for (var recipe : List.of(
                new InverseRoot.CoupledNewton(ridge, 1e-10, 100),
                new InverseRoot.CoupledHigherOrder(3, ridge, 1e-10, 100),
                new InverseRoot.CoupledNewtonSchulz(ridge, 1e-10, 100))) {
            assertTrue(Matrices.distance(root(recipe, a, n, 4), Matrices.spectral(q, want)) < 1e-9, recipe.toString());
        }
    }

    @Test
    void anIterationThatDoesNotConvergeKeepsTheLastRootAndTheThirdInARowNamesTheParameter() {
        int n = 4;
        var singular = Matrices.array(
                Matrices.spectral(Matrices.rotation(n, 6), new double[] {0, 0, 1, 2}), n, n, DataType.DOUBLE);
        for (var recipe : List.of(
                new InverseRoot.CoupledNewton(0, 1e-6, 20),
                new InverseRoot.CoupledHigherOrder(3, 0, 1e-6, 20),
                new InverseRoot.CoupledNewtonSchulz(0, 1e-6, 20))) {
            var out = Nd4j.ones(DataType.DOUBLE, n, n);
            var finder = recipe.bind(place(Ops.current(), DataType.DOUBLE), n, 2);
            assertFalse(finder.write(singular, out));
            assertFalse(finder.write(singular, out));
            var thrown = assertThrows(ArithmeticException.class, () -> finder.write(singular, out));
            assertTrue(thrown.getMessage().contains("the inverse root of w1 [6×4] left failed 3 times"));
            assertEquals(16, out.sumNumber().doubleValue());
            var zero = recipe.bind(place(Ops.current(), DataType.DOUBLE), n, 2);
            assertFalse(zero.write(Nd4j.zeros(DataType.DOUBLE, n, n), out));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsNotFiniteIsRefusedAtOnce(InverseRoot recipe) {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            var a = Matrices.array(new double[] {1, bad, bad, 2}, 2, 2, DataType.DOUBLE);
            var finder = recipe.bind(place(Ops.current(), DataType.DOUBLE), 2, 2);
            assertThrows(NotFiniteException.class, () -> finder.write(a, Nd4j.zeros(DataType.DOUBLE, 2, 2)));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void bothOpsAndBothTypesAgree(InverseRoot recipe) {
        int n = 12;
        double[] q = Matrices.rotation(n, 8);
        double[] a = Matrices.spectral(q, Matrices.geometric(n, 100));
        double[] want = root(recipe, a, n, 4);
        for (var ops : new Ops[] {new CpuOps(), new Nd4jOps()}) {
            assertTrue(Matrices.distance(root(ops, recipe, a, n, 4, DataType.DOUBLE), want) < 1e-12);
            assertTrue(Matrices.distance(root(ops, recipe, a, n, 4, DataType.FLOAT), want) < 1e-4);
        }
    }

    @Test
    void followsAMatrixThatChangesFromCallToCall() {
        int n = 5;
        var place = place(Ops.current(), DataType.DOUBLE);
        for (var recipe : all().toList()) {
            var finder = recipe.bind(place, n, 2);
            var x = Nd4j.zeros(DataType.DOUBLE, n, n);
            for (int i = 1; i <= 3; i++) {
                double[] q = Matrices.rotation(n, 9);
                double[] lambda = {1, 2 * i, 3, 4.5, 5};
                double[] want = new double[n];
                for (int k = 0; k < n; k++) {
                    want[k] = 1 / Math.sqrt(lambda[k]);
                }
                assertTrue(finder.write(Matrices.array(Matrices.spectral(q, lambda), n, n, DataType.DOUBLE), x));
                assertTrue(Matrices.distance(Matrices.plain(x), Matrices.spectral(q, want)) < 1e-12, recipe.toString());
            }
        }
    }
}
