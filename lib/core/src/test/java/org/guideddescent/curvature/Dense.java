package org.guideddescent.curvature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.IntStream;
import org.guideddescent.linalg.LinearOperator;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Selector;
import org.nd4j.linalg.factory.Nd4j;

/** Matrices as {@code double[][]}. */
final class Dense {
    private Dense() {}

    /** By products with unit vectors; what the operator leaves unwritten is NaN. */
    static double[][] of(LinearOperator a) {
        var dense = new double[(int) a.rows()][(int) a.columns()];
        var v = Nd4j.zeros(a.type(), a.columns());
        for (int j = 0; j < a.columns(); j++) {
            v.putScalar(j, 1);
            var out = Nd4j.valueArrayOf(new long[] {a.rows()}, Double.NaN, a.type());
            a.times(v, out);
            v.putScalar(j, 0);
            for (int i = 0; i < dense.length; i++) {
                dense[i][j] = out.getDouble(i);
            }
        }
        return dense;
    }

    /** The transpose of Aᵀ, by products with unit vectors. */
    static double[][] ofAdjoint(LinearOperator a) {
        var dense = new double[(int) a.rows()][(int) a.columns()];
        var u = Nd4j.zeros(a.type(), a.rows());
        for (int i = 0; i < dense.length; i++) {
            u.putScalar(i, 1);
            var out = Nd4j.valueArrayOf(new long[] {a.columns()}, Double.NaN, a.type());
            a.adjointTimes(u, out);
            u.putScalar(i, 0);
            dense[i] = out.toDoubleVector();
        }
        return dense;
    }

    /** ∂²f/∂θ² by central differences of gradients. */
    static double[][] hessian(Objective f, Landscape here) {
        int n = (int) here.theta().flat().length();
        double h = 1e-5;
        var dense = new double[n][n];
        var moved = here.theta().copy();
        var up = moved.like();
        var down = moved.like();
        for (int j = 0; j < n; j++) {
            double at = moved.flat().getDouble(j);
            moved.flat().putScalar(j, at + h);
            f.gradient(moved, here.batch(), up);
            moved.flat().putScalar(j, at - h);
            f.gradient(moved, here.batch(), down);
            moved.flat().putScalar(j, at);
            for (int i = 0; i < n; i++) {
                dense[i][j] = (up.flat().getDouble(i) - down.flat().getDouble(i)) / (2 * h);
            }
        }
        return dense;
    }

    /** Rows and columns of those parameters, in the order of the layout. */
    static double[][] block(double[][] a, ParamVector theta, String... names) {
        int[] index = theta.layout().select(Selector.named(names)).stream()
                .flatMapToInt(p -> IntStream.range((int) p.offset(), (int) p.end()))
                .toArray();
        var b = new double[index.length][index.length];
        for (int i = 0; i < index.length; i++) {
            for (int j = 0; j < index.length; j++) {
                b[i][j] = a[index[i]][index[j]];
            }
        }
        return b;
    }

    static double[][] product(double[][] a, double[][] b) {
        var c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    static double norm(double[][] a) {
        double sum = 0;
        for (var row : a) {
            for (double x : row) {
                sum += x * x;
            }
        }
        return Math.sqrt(sum);
    }

    /** ‖a − b‖_F. */
    static double distance(double[][] a, double[][] b) {
        var c = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                c[i][j] = a[i][j] - b[i][j];
            }
        }
        return norm(c);
    }

    static double trace(double[][] a) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i][i];
        }
        return sum;
    }

    /** Entries agree to that part of the largest. */
    static void assertClose(double[][] expected, double[][] found, double tolerance) {
        double scale = 0;
        for (var row : expected) {
            for (double x : row) {
                scale = Math.max(scale, Math.abs(x));
            }
        }
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found[i], tolerance * scale, "row " + i);
        }
    }
}
