package org.guideddescent.optimizers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Line searches and rules that use curvature, in plain loops from the textbook. */
final class CurvatureOracles {
    private CurvatureOracles() {}

    /** Backtracking along heavy ball, v = mu v + g: first of a, a/2, a/4, ... of enough decrease; grow as in Vaswani et al. */
    static Row.Asking backtracking(double eta, double mu, double c, double grow, int n) {
        double[] v = new double[n];
        double[] last = {1 / grow};
        return (theta, g, problem, t) -> {
            for (int i = 0; i < n; i++) {
                v[i] = mu * v[i] + g[i];
            }
            double slope = -eta * dot(g, v);
            if (slope >= 0) {
                return;
            }
            double f = problem.loss(theta, t);
            double alpha = Double.isInfinite(grow) ? 1 : Math.min(1, grow * last[0]);
            for (int trial = 0; trial < 30; trial++) {
                double[] x = moved(theta, -alpha * eta, v);
                if (problem.loss(x, t) <= f + c * alpha * slope) {
                    System.arraycopy(x, 0, theta, 0, n);
                    last[0] = alpha;
                    return;
                }
                alpha /= 2;
            }
        };
    }

    /** A strong Wolfe search along heavy ball. */
    static Row.Asking strongWolfe(double eta, double mu, double c1, double c2, int n) {
        double[] v = new double[n];
        return (theta, g, problem, t) -> {
            for (int i = 0; i < n; i++) {
                v[i] = mu * v[i] + g[i];
            }
            double alpha = wolfe(theta, v, eta, problem, t, 1, c1, c2);
            System.arraycopy(moved(theta, -alpha * eta, v), 0, theta, 0, n);
        };
    }

    /**
     * Bracket by doubling, then zoom. Losses are quadratic, so the interpolating cubic is the parabola that two slopes tell:
     * its minimum is where the line between them is zero, kept a tenth of the interval from its ends.
     */
    static double wolfe(
            double[] theta, double[] d, double eta, Problem problem, long t, double first, double c1, double c2) {
        double f0 = problem.loss(theta, t);
        double s0 = -eta * dot(problem.gradient(theta, t), d);
        if (!(s0 < 0)) {
            return 0;
        }
        double low = 0;
        double flow = f0;
        double slow = s0;
        double high = Double.NaN;
        double shigh = Double.NaN;
        double a = first;
        for (int trial = 0; trial < 25; trial++) {
            double[] x = moved(theta, -a * eta, d);
            double f = problem.loss(x, t);
            double s = -eta * dot(problem.gradient(x, t), d);
            if (f > f0 + c1 * a * s0 || (trial > 0 && f >= flow)) {
                high = a;
                shigh = s;
            } else if (Math.abs(s) <= -c2 * s0) {
                return a;
            } else {
                boolean turn = Double.isNaN(high) ? s >= 0 : s * (high - low) >= 0;
                if (turn) {
                    high = low;
                    shigh = slow;
                }
                low = a;
                flow = f;
                slow = s;
            }
            if (Double.isNaN(high)) {
                a *= 2;
            } else {
                double bottom = low - slow * (high - low) / (shigh - slow);
                double edge = Math.abs(high - low) / 10;
                a = Math.max(Math.min(low, high) + edge, Math.min(Math.max(low, high) - edge, bottom));
            }
        }
        return low;
    }

    /** Polak and Ribiere cut at zero, with restarts where successive gradients are not nearly orthogonal. */
    static Row.Asking conjugateGradient(NonlinearConjugateGradient.Beta formula, int n) {
        double[] p = new double[n];
        double[] old = new double[n];
        double[] promised = {0};
        boolean[] begun = {false};
        return (theta, g, problem, t) -> {
            double[] y = moved(g, -1, old);
            double beta = 0;
            if (begun[0] && Math.abs(dot(g, old)) < 0.1 * dot(g, g)) {
                // p points up, which changes the sign of the two formulas with pᵀy.
                beta = switch (formula) {
                    case FLETCHER_REEVES -> dot(g, g) / dot(old, old);
                    case POLAK_RIBIERE -> Math.max(0, dot(g, y) / dot(old, old));
                    case HESTENES_STIEFEL -> -dot(g, y) / dot(p, y);
                    case DAI_YUAN -> -dot(g, g) / dot(p, y);
                };
            }
            double[] next = moved(g, beta, p);
            if (dot(next, g) <= 0) {
                next = g.clone();
            }
            System.arraycopy(next, 0, p, 0, n);
            System.arraycopy(g, 0, old, 0, n);
            double slope = -dot(g, p);
            double first = promised[0] < 0 ? promised[0] / slope : 1 / Math.sqrt(dot(g, g));
            double alpha = wolfe(theta, p, 1, problem, t, first, 1e-4, 0.1);
            promised[0] = alpha * slope;
            begun[0] = alpha > 0;
            System.arraycopy(moved(theta, -alpha, p), 0, theta, 0, n);
        };
    }

    /** H of the last pairs as a whole matrix: H = (I - r s yT) H (I - r y sT) + r s sT from gamma I, oldest pair first. */
    static Row.Asking lbfgs(int memory, int n) {
        var pairs = new ArrayDeque<double[][]>();
        return (theta, g, problem, t) -> {
            double[] d = g.clone();
            double first = 1 / Math.sqrt(dot(g, g));
            if (!pairs.isEmpty()) {
                d = times(inverse(new ArrayList<>(pairs), n), g);
                first = 1;
            }
            double alpha = wolfe(theta, d, 1, problem, t, first, 1e-4, 0.9);
            double[] x = moved(theta, -alpha, d);
            double[] s = moved(x, -1, theta);
            pairs.addLast(new double[][] {s, moved(problem.gradient(x, t), -1, g)});
            if (pairs.size() > memory) {
                pairs.removeFirst();
            }
            System.arraycopy(x, 0, theta, 0, n);
        };
    }

    private static double[][] inverse(List<double[][]> pairs, int n) {
        double[][] newest = pairs.get(pairs.size() - 1);
        double gamma = dot(newest[0], newest[1]) / dot(newest[1], newest[1]);
        double[][] h = new double[n][n];
        for (int i = 0; i < n; i++) {
            h[i][i] = gamma;
        }
        for (double[][] pair : pairs) {
            double[] s = pair[0];
            double r = 1 / dot(s, pair[1]);
            double[] hy = times(h, pair[1]);
            double yhy = dot(pair[1], hy);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    h[i][j] += -r * (s[i] * hy[j] + hy[i] * s[j]) + r * (r * yhy + 1) * s[i] * s[j];
                }
            }
        }
        return h;
    }

    private static double[] times(double[][] a, double[] x) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = dot(a[i], x);
        }
        return out;
    }

    private static double[] moved(double[] x, double a, double[] d) {
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] + a * d[i];
        }
        return out;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
