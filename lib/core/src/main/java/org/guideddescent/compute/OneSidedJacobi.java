package org.guideddescent.compute;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Singular values by one-sided Jacobi rotations (Hestenes, 1958): columns are turned against each other until all are
 * orthogonal; their lengths are the singular values. Slow, and accurate whatever the matrix.
 */
final class OneSidedJacobi {
    private static final int SWEEPS = 60;
    private static final double ORTHOGONAL = 1e-15;
    /** Columns shorter than this part of the longest are rounding, so their direction is made anew. */
    private static final double ROUNDING = 1e-15;

    /** The columns of a, turned, then of u: each an array of m. */
    private final double[][] columns;
    /** The columns of v: each an array of n. */
    private final double[][] turns;

    /** Of a tall row-major matrix, m ≥ n. */
    private OneSidedJacobi(double[] a, int m, int n) {
        columns = new double[n][m];
        turns = new double[n][n];
        for (var j = 0; j < n; j++) {
            turns[j][j] = 1;
            for (var i = 0; i < m; i++) {
                columns[j][i] = a[i * n + j];
            }
        }
    }

    /** a [m × n] = u diag(s) vᵀ into u [m × r], s [r], descending, and v [n × r], r = min(m, n); all row-major. */
    static void svd(double[] a, int m, int n, double[] u, double[] s, double[] v) {
        if (m >= n) {
            new OneSidedJacobi(a, m, n).solve(u, s, v);
            return;
        }
        var turned = new double[a.length];
        for (var i = 0; i < m; i++) {
            for (var j = 0; j < n; j++) {
                turned[j * m + i] = a[i * n + j];
            }
        }
        new OneSidedJacobi(turned, n, m).solve(v, s, u);
    }

    private void solve(double[] u, double[] s, double[] v) {
        var n = columns.length;
        var sweeps = 0;
        while (sweep()) {
            if (++sweeps == SWEEPS) {
                throw new ArithmeticException("svd: no convergence in " + SWEEPS + " sweeps");
            }
        }
        var lengths = IntStream.range(0, n)
                .mapToDouble(j -> Math.sqrt(dot(columns[j], columns[j])))
                .toArray();
        var order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -lengths[j]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (var k = 0; k < n; k++) {
            s[k] = lengths[order[k]];
            direct(order, k, s[k], s[0]);
            for (var i = 0; i < columns[0].length; i++) {
                u[i * n + k] = columns[order[k]][i];
            }
            for (var i = 0; i < n; i++) {
                v[i * n + k] = turns[order[k]][i];
            }
        }
    }

    /** Whether anything was turned. */
    private boolean sweep() {
        var turned = false;
        for (var p = 0; p < columns.length; p++) {
            for (var q = p + 1; q < columns.length; q++) {
                var x = dot(columns[p], columns[p]);
                var y = dot(columns[q], columns[q]);
                var z = dot(columns[p], columns[q]);
                if (Math.abs(z) > ORTHOGONAL * Math.sqrt(x) * Math.sqrt(y)) {
                    var theta = (y - x) / (2 * z);
                    var t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
                    turn(columns[p], columns[q], t);
                    turn(turns[p], turns[q], t);
                    turned = true;
                }
            }
        }
        return turned;
    }

    private static void turn(double[] x, double[] y, double t) {
        var c = 1 / Math.hypot(t, 1);
        var s = t * c;
        for (var i = 0; i < x.length; i++) {
            var xi = x[i];
            x[i] = c * xi - s * y[i];
            y[i] = s * xi + c * y[i];
        }
    }

    /** Makes the k-th longest column a unit vector; one without length becomes any that is orthogonal to those before. */
    private void direct(int[] order, int k, double length, double longest) {
        var column = columns[order[k]];
        if (length > ROUNDING * longest) {
            for (var i = 0; i < column.length; i++) {
                column[i] /= length;
            }
            return;
        }
        for (var axis = 0; axis < column.length; axis++) {
            Arrays.fill(column, 0);
            column[axis] = 1;
            // Twice is enough.
            for (var pass = 0; pass < 2; pass++) {
                for (var p = 0; p < k; p++) {
                    var other = columns[order[p]];
                    var along = dot(other, column);
                    for (var i = 0; i < column.length; i++) {
                        column[i] -= along * other[i];
                    }
                }
            }
            var rest = Math.sqrt(dot(column, column));
            // One of the axes keeps at least 1/√m of its length, and the first that keeps enough will do.
            if (rest > 0.5 / Math.sqrt(column.length)) {
                for (var i = 0; i < column.length; i++) {
                    column[i] /= rest;
                }
                return;
            }
        }
    }

    private static double dot(double[] x, double[] y) {
        var sum = 0.0;
        for (var i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
