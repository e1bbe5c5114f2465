package org.guideddescent.optimizers;

/**
 * A paper's update, written as plain loops over {@code double[]} and knowing nothing of the library.
 *
 * <p>An implementation may keep arrays of its own; it moves theta in place.
 */
interface Oracle {
    /** theta [rows × cols, row-major]: modified. g: not modified. t = 1, 2, 3, … */
    void step(double[] theta, double[] g, long t);

    static Oracle sgd(double rate) {
        return (theta, g, t) -> {
            for (int i = 0; i < g.length; i++) {
                theta[i] -= rate * g[i];
            }
        };
    }

    /** x_{t+1} = x_t − η g + β (x_t − x_{t−1}), as Polyak wrote it, without a momentum variable. */
    static Oracle heavyBall(double rate, double beta, int n) {
        double[] before = new double[n];
        return (theta, g, t) -> {
            for (int i = 0; i < n; i++) {
                double now = theta[i];
                double moved = t == 1 ? 0 : now - before[i];
                theta[i] = now - rate * g[i] + beta * moved;
                before[i] = now;
            }
        };
    }

    /** Two sequences: v ← β v − η g, θ ← θ + β v − η g at the extrapolated point. */
    static Oracle nesterov(double rate, double beta, int n) {
        double[] v = new double[n];
        return (theta, g, t) -> {
            for (int i = 0; i < n; i++) {
                v[i] = beta * v[i] - rate * g[i];
                theta[i] += beta * v[i] - rate * g[i];
            }
        };
    }

    static Oracle adamW(double rate, double decay, double beta1, double beta2, double eps, int n) {
        double[] m = new double[n];
        double[] v = new double[n];
        return (theta, g, t) -> {
            for (int i = 0; i < n; i++) {
                m[i] = beta1 * m[i] + (1 - beta1) * g[i];
                v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
                double mHat = m[i] / (1 - Math.pow(beta1, (double) t));
                double vHat = v[i] / (1 - Math.pow(beta2, (double) t));
                theta[i] = theta[i] - rate * decay * theta[i] - rate * mHat / (Math.sqrt(vHat) + eps);
            }
        };
    }

    /** Muon of KellerJordan/Muon on one matrix [rows × cols], with explicit triple loops. */
    static Oracle muon(double rate, double decay, int rows, int cols, double scale) {
        double[] b = new double[rows * cols];
        return (theta, g, t) -> {
            double[] u = new double[b.length];
            for (int i = 0; i < b.length; i++) {
                b[i] = 0.95 * b[i] + 0.05 * g[i];
                u[i] = 0.05 * g[i] + 0.95 * b[i];
            }
            boolean tall = rows > cols;
            double[] x = newtonSchulz(tall ? transpose(u, rows, cols) : u, Math.min(rows, cols), Math.max(rows, cols));
            double[] d = tall ? transpose(x, cols, rows) : x;
            for (int i = 0; i < b.length; i++) {
                theta[i] = theta[i] * (1 - rate * decay) - rate * scale * d[i];
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
            double[] a = product(x, transpose(x, m, n), m, n, m);
            double[] a2 = product(a, a, m, m, m);
            double[] poly = new double[m * m];
            for (int i = 0; i < poly.length; i++) {
                poly[i] = -4.7750 * a[i] + 2.0315 * a2[i];
            }
            double[] px = product(poly, x, m, m, n);
            for (int i = 0; i < x.length; i++) {
                x[i] = 3.4445 * x[i] + px[i];
            }
        }
        return x;
    }

    static double[] transpose(double[] a, int rows, int cols) {
        double[] t = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                t[j * rows + i] = a[i * cols + j];
            }
        }
        return t;
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
