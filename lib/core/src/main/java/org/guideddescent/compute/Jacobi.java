package org.guideddescent.compute;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Eigenvalues of a symmetric matrix by cyclic Jacobi rotations: slow, and accurate whatever the matrix. */
final class Jacobi {
    private static final int SWEEPS = 60;

    private Jacobi() {}

    /** The eigenvectors as columns of an n × n row-major matrix; the eigenvalues, ascending, into {@code values}. */
    static double[] eigh(double[] a, int n, double[] values) {
        var v = new double[n * n];
        for (var i = 0; i < n; i++) {
            v[i * n + i] = 1;
        }
        var scale = 0.0;
        for (var x : a) {
            scale += x * x;
        }
        for (var sweep = 0; sweep < SWEEPS && offDiagonal(a, n) > 1e-34 * scale; sweep++) {
            for (var p = 0; p < n; p++) {
                for (var q = p + 1; q < n; q++) {
                    rotate(a, v, n, p, q);
                }
            }
        }
        var order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> a[i * n + i]))
                .mapToInt(Integer::intValue)
                .toArray();
        var vectors = new double[n * n];
        for (var j = 0; j < n; j++) {
            values[j] = a[order[j] * n + order[j]];
            for (var i = 0; i < n; i++) {
                vectors[i * n + j] = v[i * n + order[j]];
            }
        }
        return vectors;
    }

    private static double offDiagonal(double[] a, int n) {
        var sum = 0.0;
        for (var i = 0; i < n; i++) {
            for (var j = i + 1; j < n; j++) {
                sum += a[i * n + j] * a[i * n + j];
            }
        }
        return sum;
    }

    private static void rotate(double[] a, double[] v, int n, int p, int q) {
        if (a[p * n + q] == 0) {
            return;
        }
        var theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
        var t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
        var c = 1 / Math.hypot(t, 1);
        var s = t * c;
        for (var k = 0; k < n; k++) {
            turn(a, k * n + p, k * n + q, c, s);
            turn(v, k * n + p, k * n + q, c, s);
        }
        for (var k = 0; k < n; k++) {
            turn(a, p * n + k, q * n + k, c, s);
        }
    }

    private static void turn(double[] x, int i, int j, double c, double s) {
        var xi = x[i];
        var xj = x[j];
        x[i] = c * xi - s * xj;
        x[j] = s * xi + c * xj;
    }
}
