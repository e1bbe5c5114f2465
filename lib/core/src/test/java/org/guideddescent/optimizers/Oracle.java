package org.guideddescent.optimizers;

/**
 * A paper's update, written as plain loops over {@code double[]} and knowing nothing of the library.
 *
 * <p>An implementation may keep arrays of its own; it moves theta in place.
 */
interface Oracle {
    /** theta [rows × cols, row-major]: modified. g: not modified. t = 1, 2, 3, … */
    void step(double[] theta, double[] g, long t);

    static double[] transpose(double[] a, int rows, int cols) {
        double[] t = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                t[j * rows + i] = a[i * cols + j];
            }
        }
        return t;
    }

    /** Q X R for X [m × n]. */
    static double[] both(double[] q, double[] x, double[] r, int m, int n) {
        return product(product(q, x, m, m, n), r, m, n, n);
    }

    static double[] product(double[] a, double[] b, int m, int k, int n) {
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int l = 0; l < k; l++) {
                    c[i * n + j] += a[i * k + l] * b[l * n + j];
                }
            }
        }
        return c;
    }
}
