package org.guideddescent.curvature;

import static org.guideddescent.model.Loss.SOFTMAX_CROSS_ENTROPY;
import static org.guideddescent.model.Loss.SQUARED_ERROR;
import static org.guideddescent.space.Selector.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.guideddescent.model.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Approximations of the Fisher matrix of a layer against their definitions in loops. */
class BlocksTest {
    private static final Targets ALL = Targets.enumerated();

    private static final List<BiFunction<Landscape, Targets, BlockDiagonal>> KINDS = List.of(
            Landscape::kfac, Landscape::ekfac, Landscape::shampoo, Landscape::shampooSquared, Landscape::diagonal);

    private static Scene scene(Loss loss) {
        return Scene.of(true, loss, 6, 5, 4, 3);
    }

    private static double[][] exact(Scene s, int layer) {
        return Dense.block(s.loops().gaussNewton(), s.here().theta(), "w" + layer, "b" + layer);
    }

    /** Gradients [out × in + 1] of every example and column of the root, whose outer products average to the block. */
    private static List<double[][]> gradients(Scene s, int layer) {
        var gradients = new ArrayList<double[][]>();
        for (int n = 0; n < s.loops().examples(); n++) {
            var a = s.loops().forward(s.loops().input(n));
            double[] z = a[s.loops().depth()];
            for (int c = 0; c < z.length; c++) {
                double[] delta = s.loops().backward(a, root(s, z, c))[layer - 1];
                var g = new double[delta.length][a[layer - 1].length];
                LoopNet.addOuter(1, delta, a[layer - 1], g);
                gradients.add(g);
            }
        }
        return gradients;
    }

    /** √p_c (e_c − p), or e_c. */
    private static double[] root(Scene s, double[] z, int c) {
        double[] r = new double[z.length];
        double[] p = LoopNet.softmax(z);
        for (int i = 0; i < z.length; i++) {
            r[i] = s.loops().classes() ? Math.sqrt(p[c]) * ((i == c ? 1 : 0) - p[i]) : i == c ? 1 : 0;
        }
        return r;
    }

    /** Rows and columns in the order of the layer's vector: the weight row by row, then the bias. */
    private static double[][] reorder(double[][] rowMajor, int out, int in1) {
        int[] at = new int[out * in1];
        int k = 0;
        for (int i = 0; i < out; i++) {
            for (int j = 0; j < in1 - 1; j++) {
                at[k++] = i * in1 + j;
            }
        }
        for (int i = 0; i < out; i++) {
            at[k++] = i * in1 + in1 - 1;
        }
        var m = new double[at.length][at.length];
        for (int i = 0; i < at.length; i++) {
            for (int j = 0; j < at.length; j++) {
                m[i][j] = rowMajor[at[i]][at[j]];
            }
        }
        return m;
    }

    private static double[][] kronecker(double[][] left, double[][] right) {
        int n = right.length;
        var k = new double[left.length * n][left.length * n];
        for (int i = 0; i < k.length; i++) {
            for (int j = 0; j < k.length; j++) {
                k[i][j] = left[i / n][j / n] * right[i % n][j % n];
            }
        }
        return reorder(k, left.length, n);
    }

    /** c Σ G Gᵀ. */
    private static double[][] left(List<double[][]> gradients, double c) {
        var l = new double[gradients.get(0).length][gradients.get(0).length];
        for (var g : gradients) {
            for (int i = 0; i < l.length; i++) {
                for (int j = 0; j < l.length; j++) {
                    for (int k = 0; k < g[0].length; k++) {
                        l[i][j] += c * g[i][k] * g[j][k];
                    }
                }
            }
        }
        return l;
    }

    private static List<double[][]> transposed(List<double[][]> gradients) {
        return gradients.stream().map(BlocksTest::transpose).toList();
    }

    private static double[][] transpose(double[][] g) {
        var t = new double[g[0].length][g.length];
        for (int i = 0; i < g.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = g[i][j];
            }
        }
        return t;
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void kfacIsTheProductOfItsFactors(Loss loss) {
        var s = scene(loss);
        int n = s.loops().examples();
        for (int layer = 1; layer <= 2; layer++) {
            var first = s.loops().forward(s.loops().input(0))[layer - 1];
            var a = new double[first.length][first.length];
            var gamma = new double[s.here().theta().layout().named("w" + layer).rows()][];
            for (int i = 0; i < gamma.length; i++) {
                gamma[i] = new double[gamma.length];
            }
            for (int e = 0; e < n; e++) {
                var acts = s.loops().forward(s.loops().input(e));
                LoopNet.addOuter(1.0 / n, acts[layer - 1], acts[layer - 1], a);
                for (int c = 0; c < 3; c++) {
                    double[] delta = s.loops().backward(acts, root(s, acts[2], c))[layer - 1];
                    LoopNet.addOuter(1.0 / n, delta, delta, gamma);
                }
            }
            Dense.assertClose(kronecker(gamma, a), Dense.of(s.here().kfac(ALL).block("w" + layer)), 1e-10);
        }
    }

    @Test
    void kfacIsTheGaussNewtonMatrixOfADeepLinearNetwork() {
        var s = Scene.of(false, SQUARED_ERROR, 6, 4, 3, 3, 2);
        for (int layer = 1; layer <= 3; layer++) {
            Dense.assertClose(exact(s, layer), Dense.of(s.here().kfac(ALL).block("w" + layer)), 1e-10);
            assertTrue(gap(s, layer, s.here().kfac(Targets.given())) > 1e-3, "with given targets it is not");
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void kfacIsExactForASingleExample(Loss loss) {
        var s = Scene.of(true, loss, 1, 5, 4, 4, 2);
        var drawn = s.here().kfac(Targets.drawn(10_000, 3));
        for (int layer = 1; layer <= 3; layer++) {
            Dense.assertClose(exact(s, layer), Dense.of(s.here().kfac(ALL).block("w" + layer)), 1e-10);
            Dense.assertClose(exact(s, layer), Dense.of(drawn.block("w" + layer)), 5e-2);
            Dense.assertClose(
                    Dense.block(s.loops().empiricalFisher(), s.here().theta(), "w" + layer, "b" + layer),
                    Dense.of(s.here().kfac(Targets.given()).block("w" + layer)),
                    1e-10);
        }
    }

    static Stream<int[]> widths() {
        return Stream.of(new int[] {1, 4, 1}, new int[] {5, 1, 3}, new int[] {1, 1, 1}, new int[] {2, 7, 3});
    }

    @ParameterizedTest
    @MethodSource("widths")
    void layersMayHaveAnyShape(int[] widths) {
        var one = Scene.of(true, SQUARED_ERROR, 1, widths);
        var several = Scene.of(true, SQUARED_ERROR, 6, widths);
        for (int layer = 1; layer <= 2; layer++) {
            Dense.assertClose(exact(one, layer), Dense.of(one.here().kfac(ALL).block("w" + layer)), 1e-10);
            for (var kind : List.<BiFunction<Landscape, Targets, BlockDiagonal>>of(
                    Landscape::ekfac, Landscape::shampooSquared, Landscape::diagonal)) {
                double trace = Dense.trace(exact(several, layer));
                var block = kind.apply(several.here(), ALL).block("w" + layer);
                assertEquals(trace, Dense.trace(Dense.of(block)), 1e-12 * trace);
            }
        }
    }

    private static double gap(Scene s, int layer, BlockDiagonal found) {
        var exact = exact(s, layer);
        return Dense.distance(exact, Dense.of(found.block("w" + layer))) / Dense.norm(exact);
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void severalExamplesOfANonlinearNetworkAreNotExact(Loss loss) {
        var s = scene(loss);
        assertTrue(gap(s, 1, s.here().kfac(ALL)) > 1e-3);
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void ekfacIsTheNearestMatrixWithTheEigenvectorsOfKfac(Loss loss) {
        var s = scene(loss);
        for (int layer = 1; layer <= 2; layer++) {
            var exact = exact(s, layer);
            var found = s.here().ekfac(ALL);
            double kfac = gap(s, layer, s.here().kfac(ALL));
            double ekfac = gap(s, layer, found);
            // The last layer under squared error is exact either way, but for rounding.
            assertTrue(ekfac <= kfac + 1e-14, ekfac + " of " + kfac);
            assertTrue(ekfac < 0.999 * kfac || (layer == 2 && loss == SQUARED_ERROR), "and it is nearer");
            // The nearest has the same trace, and what is left is at right angles to it.
            var dense = Dense.of(found.block("w" + layer));
            assertEquals(Dense.trace(exact), Dense.trace(dense), 1e-10);
            assertEquals(Dense.trace(Dense.product(dense, dense)), Dense.trace(Dense.product(exact, dense)), 1e-10);
            var kfacDense = Dense.of(s.here().kfac(ALL).block("w" + layer));
            Dense.assertClose(Dense.product(dense, kfacDense), Dense.product(kfacDense, dense), 1e-9);
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void theDiagonalIsThatOfTheFisherMatrix(Loss loss) {
        var s = scene(loss);
        for (int layer = 1; layer <= 2; layer++) {
            var exact = exact(s, layer);
            for (int i = 0; i < exact.length; i++) {
                for (int j = 0; j < exact.length; j++) {
                    exact[i][j] = i == j ? exact[i][j] : 0;
                }
            }
            Dense.assertClose(exact, Dense.of(s.here().diagonal(ALL).block("w" + layer)), 1e-10);
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void shampooSquaredIsOneStepOfThePowerIterationForTheNearestKroneckerProduct(Loss loss) {
        var s = scene(loss);
        for (int layer = 1; layer <= 2; layer++) {
            var gradients = gradients(s, layer);
            double c = 1.0 / s.loops().examples();
            // From the identity on one side: Σ ⟨G I Gᵀ⟩ on the left, and the adjoint of that map from the identity.
            var l = left(gradients, c);
            var r = left(transposed(gradients), c);
            double trace = Dense.trace(l);
            var product = kronecker(l, r);
            for (var row : product) {
                for (int j = 0; j < row.length; j++) {
                    row[j] /= trace;
                }
            }
            Dense.assertClose(product, Dense.of(s.here().shampooSquared(ALL).block("w" + layer)), 1e-10);
        }
    }

    /** L and R by the rearrangement of the dense block, and not by gradients: R(F) vec I and its adjoint. */
    @ParameterizedTest
    @EnumSource(Loss.class)
    void theSidesAreTheRearrangedFisherMatrixTimesTheIdentity(Loss loss) {
        var s = scene(loss);
        int m = 4;
        int n = 6;
        var f = exact(s, 1);
        var l = new double[m][m];
        var r = new double[n][n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                for (int k = 0; k < n; k++) {
                    l[i][j] += f[at(i, k)][at(j, k)];
                }
            }
        }
        for (int k = 0; k < n; k++) {
            for (int q = 0; q < n; q++) {
                for (int i = 0; i < m; i++) {
                    r[k][q] += f[at(i, k)][at(i, q)];
                }
            }
        }
        double trace = Dense.trace(l);
        for (var row : r) {
            for (int j = 0; j < n; j++) {
                row[j] /= trace;
            }
        }
        Dense.assertClose(kronecker(l, r), Dense.of(s.here().shampooSquared(ALL).block("w1")), 1e-10);
    }

    /** Where entry (i, k) of a [4 × 5 + 1] gradient lies in the vector. */
    private static int at(int i, int k) {
        return k < 5 ? 5 * i + k : 20 + i;
    }

    private static double cosine(double[][] a, double[][] b) {
        return Dense.trace(Dense.product(a, b)) / Dense.norm(a) / Dense.norm(b);
    }

    @Test
    void theSquareOfShampooIsNearerToTheFisherMatrixThanShampoo() {
        var s = Scene.of(true, SOFTMAX_CROSS_ENTROPY, 64, 8, 6, 4);
        var f = exact(s, 1);
        double square = cosine(f, Dense.of(s.here().shampooSquared(ALL).block("w1")));
        double root = cosine(f, Dense.of(s.here().shampoo(ALL).block("w1")));
        double diagonal = cosine(f, Dense.of(s.here().diagonal(ALL).block("w1")));
        assertTrue(square > root && root > diagonal, square + ", " + root + ", " + diagonal);
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void shampooSquaredIsTheSquareOfShampooButForItsScale(Loss loss) {
        var s = scene(loss);
        var root = Dense.of(s.here().shampoo(ALL).block("w1"));
        var square = Dense.product(root, root);
        double trace = Dense.trace(left(gradients(s, 1), 1.0 / s.loops().examples()));
        for (var row : square) {
            for (int j = 0; j < row.length; j++) {
                row[j] /= trace;
            }
        }
        Dense.assertClose(square, Dense.of(s.here().shampooSquared(ALL).block("w1")), 1e-9);
    }

    static Stream<Targets> targets() {
        return Stream.of(ALL, Targets.drawn(5, 2), Targets.given());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void inverseTraceAndDeterminantAreThoseOfTheDenseMatrix(Targets targets) {
        var s = scene(SOFTMAX_CROSS_ENTROPY);
        double lambda = 1e-2;
        for (var kind : KINDS) {
            var a = kind.apply(s.here(), targets);
            var damped = Dense.of(a);
            assertEquals(Dense.trace(damped), a.trace(), 1e-12);
            for (int i = 0; i < damped.length; i++) {
                damped[i][i] += lambda;
            }
            var identity = new double[damped.length][damped.length];
            for (int i = 0; i < damped.length; i++) {
                identity[i][i] = 1;
            }
            Dense.assertClose(identity, Dense.product(damped, Dense.of(a.dampedInverse(lambda))), 1e-10);
            assertEquals(logDeterminant(damped), a.logDeterminant(lambda), 1e-9);
        }
    }

    /** By elimination; the matrix is positive definite. */
    private static double logDeterminant(double[][] matrix) {
        var m = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        double sum = 0;
        for (int c = 0; c < m.length; c++) {
            sum += Math.log(m[c][c]);
            for (int i = c + 1; i < m.length; i++) {
                double f = m[i][c] / m[c][c];
                for (int j = c; j < m.length; j++) {
                    m[i][j] -= f * m[c][j];
                }
            }
        }
        return sum;
    }

    @Test
    void theWholeIsItsBlocksAndNothingElse() {
        var s = scene(SQUARED_ERROR);
        var theta = s.here().theta();
        for (var kind : KINDS) {
            var a = kind.apply(s.here(), ALL);
            var whole = Dense.of(a);
            assertEquals(2, a.blocks().size());
            double blocks = 0;
            for (var b : a.blocks()) {
                var names = b.params().stream().map(p -> p.name()).toArray(String[]::new);
                var dense = Dense.of(b);
                Dense.assertClose(Dense.block(whole, theta, names), dense, 1e-15);
                blocks += Math.pow(Dense.norm(dense), 2);
            }
            assertEquals(blocks, Math.pow(Dense.norm(whole), 2), 1e-12 * blocks);
            Dense.assertClose(whole, Dense.ofAdjoint(a), 1e-12);
        }
    }

    @Test
    void aLayerMayBeChosenWithItsBiasOrWithout() {
        var s = scene(SOFTMAX_CROSS_ENTROPY);
        var layer = Dense.of(s.here().only(named("w1", "b1")).kfac(ALL));
        Dense.assertClose(Dense.of(s.here().kfac(ALL).block("w1")), layer, 1e-14);
        var bare = Dense.of(s.here().only(named("w1")).kfac(ALL));
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 20; j++) {
                assertEquals(layer[i][j], bare[i][j], 1e-14);
            }
        }
        assertEquals(20, bare.length);
    }

    @Test
    void badQuestionsAreAnsweredByASentence() {
        var s = scene(SOFTMAX_CROSS_ENTROPY);
        var kfac = s.here().kfac(ALL);
        assertTrue(
                LandscapeTest.message(() -> kfac.block("b1")).startsWith("no block of a weight named 'b1'; have [w1"));
        assertEquals("lambda must be positive, got 0.0", LandscapeTest.message(() -> kfac.dampedInverse(0)));
        assertEquals("lambda must be positive, got -1.0", LandscapeTest.message(() -> kfac.logDeterminant(-1)));
        assertEquals(
                "no layer was seen with [b2 [3×1]]; choose parameters of layers: only(named(\"w1\"))",
                LandscapeTest.message(() -> s.here().only(named("w1", "b2")).kfac(ALL)));
    }
}
