package org.guideddescent.optimizers;

/** Updates by norms as their papers write them, in plain loops. */
final class NormOracles {
    private NormOracles() {}

    /** Muon of KellerJordan/Muon on one matrix [rows × cols], with explicit triple loops. */
    static Oracle muon(double rate, int rows, int cols, double scale) {
        double[] b = new double[rows * cols];
        return (theta, g, t) -> {
            double[] u = new double[b.length];
            for (int i = 0; i < b.length; i++) {
                b[i] = 0.95 * b[i] + 0.05 * g[i];
                u[i] = 0.05 * g[i] + 0.95 * b[i];
            }
            boolean tall = rows > cols;
            double[] x = newtonSchulz(
                    tall ? Oracle.transpose(u, rows, cols) : u, Math.min(rows, cols), Math.max(rows, cols));
            double[] d = tall ? Oracle.transpose(x, cols, rows) : x;
            for (int i = 0; i < b.length; i++) {
                theta[i] -= rate * scale * d[i];
            }
        };
    }

    private static double[] newtonSchulz(double[] u, int m, int n) {
        double norm = 0;
        for (double v : u) {
            norm += v * v;
        }
        norm = Math.sqrt(norm);
        double[] x = new double[u.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = norm == 0 ? 0 : u[i] / norm;
        }
        for (int k = 0; k < 5; k++) {
            double[] a = Oracle.product(x, Oracle.transpose(x, m, n), m, n, m);
            double[] a2 = Oracle.product(a, a, m, m, m);
            double[] poly = new double[m * m];
            for (int i = 0; i < poly.length; i++) {
                poly[i] = -4.7750 * a[i] + 2.0315 * a2[i];
            }
            double[] px = Oracle.product(poly, x, m, m, n);
            for (int i = 0; i < x.length; i++) {
                x[i] = 3.4445 * x[i] + px[i];
            }
        }
        return x;
    }
}
