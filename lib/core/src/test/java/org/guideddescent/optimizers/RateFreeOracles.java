package org.guideddescent.optimizers;

import java.util.Arrays;
import org.guideddescent.schedule.Schedule;

/** Learning-rate-free updates as their papers write them, in plain loops. */
final class RateFreeOracles {
    private RateFreeOracles() {}

    static Row.Asking polyak(double rate, double least, double most) {
        return (theta, g, problem, t) -> {
            double gap = Math.max(problem.loss(theta, t) - least, 0);
            double squares = dot(g, g);
            for (int i = 0; i < g.length; i++) {
                theta[i] -= squares == 0 ? 0 : rate * Math.min(gap / squares, most) * g[i];
            }
        };
    }

    static Row.Asking momo(double rate, double beta, double least, int n) {
        double[] m = new double[n];
        double[] means = new double[2];
        return (theta, g, problem, t) -> {
            double b = t == 1 ? 0 : beta;
            means[0] = b * means[0] + (1 - b) * problem.loss(theta, t);
            means[1] = b * means[1] + (1 - b) * dot(g, theta);
            for (int i = 0; i < n; i++) {
                m[i] = b * m[i] + (1 - b) * g[i];
            }
            double gap = Math.max(means[0] - least - means[1] + dot(m, theta), 0);
            double tau = Math.min(rate, gap / dot(m, m));
            for (int i = 0; i < n; i++) {
                theta[i] -= tau * m[i];
            }
        };
    }

    static Oracle dog(double rate, double rho, double eps) {
        double[][] start = new double[1][];
        double[] farthest = new double[1];
        double[] squares = {eps};
        return (theta, g, t) -> {
            if (t == 1) {
                start[0] = theta.clone();
                farthest[0] = rho * (1 + Math.sqrt(dot(theta, theta)));
            }
            farthest[0] = Math.max(farthest[0], distance(theta, start[0]));
            squares[0] += dot(g, g);
            for (int i = 0; i < g.length; i++) {
                theta[i] -= rate * farthest[0] / Math.sqrt(squares[0]) * g[i];
            }
        };
    }

    static Oracle dowg(double rate, double r0) {
        double[][] start = new double[1][];
        double[] farthest = {r0};
        double[] v = new double[1];
        return (theta, g, t) -> {
            if (t == 1) {
                start[0] = theta.clone();
            }
            farthest[0] = Math.max(farthest[0], distance(theta, start[0]));
            v[0] += Math.pow(farthest[0], 2) * dot(g, g);
            for (int i = 0; i < g.length; i++) {
                theta[i] -= rate * Math.pow(farthest[0], 2) / Math.sqrt(v[0]) * g[i];
            }
        };
    }

    static Oracle dAdaptSgd(Schedule rate, double d0, int n) {
        double[] s = new double[n];
        double[] d = {d0};
        double[] r = new double[1];
        double[] first = new double[1];
        return (theta, g, t) -> {
            if (t == 1) {
                first[0] = Math.sqrt(dot(g, g));
            }
            double lambda = d[0] * rate.at(t) / first[0];
            r[0] += lambda * dot(g, s);
            for (int i = 0; i < n; i++) {
                s[i] += lambda * g[i];
                theta[i] -= lambda * g[i];
            }
            d[0] = Math.max(d[0], 2 * r[0] / Math.sqrt(dot(s, s)));
        };
    }

    /** η outside m, unlike the paper. */
    static Oracle dAdaptAdam(Schedule rate, double beta1, double beta2, double eps, double d0, double decay, int n) {
        double[] m = new double[n];
        double[] v = new double[n];
        double[] s = new double[n];
        double[] d = {d0};
        double[] r = new double[1];
        double sigma = Math.sqrt(beta2);
        return (theta, g, t) -> {
            double c = correction(beta1, beta2, t);
            double eta = rate.at(t);
            double a = 0;
            double norm = 0;
            double dBefore = d[0];
            for (int i = 0; i < n; i++) {
                a += g[i] * s[i] / (Math.sqrt(v[i]) + eps);
                m[i] = beta1 * m[i] + (1 - beta1) * dBefore * c * g[i];
                v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
                s[i] = sigma * s[i] + (1 - sigma) * dBefore * eta * c * g[i];
                norm += Math.abs(s[i]);
            }
            r[0] = sigma * r[0] + (1 - sigma) * dBefore * eta * c * a;
            if (norm > 0) {
                d[0] = Math.max(dBefore, r[0] / ((1 - sigma) * norm));
            }
            for (int i = 0; i < n; i++) {
                theta[i] -= eta * m[i] / (Math.sqrt(v[i]) + eps) + decay * dBefore * eta * c * theta[i];
            }
        };
    }

    static Oracle prodigy(Prodigy p, Schedule rate, int n) {
        double[] m = new double[n];
        double[] v = new double[n];
        double[] s = new double[n];
        double[][] start = new double[1][];
        double[] d = {p.d0()};
        double[] r = new double[1];
        double beta3 = Math.sqrt(p.beta2());
        return (theta, g, t) -> {
            if (t == 1) {
                start[0] = theta.clone();
            }
            double now = d[0];
            double moved = now * rate.at(t) * correction(p.beta1(), p.beta2(), t);
            double along = 0;
            double norm = 0;
            for (int i = 0; i < n; i++) {
                along += g[i] * (start[0][i] - theta[i]);
                m[i] = p.beta1() * m[i] + (1 - p.beta1()) * now * g[i];
                v[i] = p.beta2() * v[i] + (1 - p.beta2()) * now * now * g[i] * g[i];
                s[i] = beta3 * s[i] + now / p.d0() * (p.safeguard() ? now : moved) * g[i];
                norm += Math.abs(s[i]);
            }
            r[0] = beta3 * r[0] + now / p.d0() * moved * along;
            if (norm > 0) {
                d[0] = Math.max(now, p.coefficient() * r[0] / norm);
            }
            for (int i = 0; i < n; i++) {
                theta[i] -= moved * m[i] / (Math.sqrt(v[i]) + d[0] * p.eps()) + p.decay() * moved * theta[i];
            }
        };
    }

    /** Keeps the start and rebuilds the weights from it; base gives the steps of the rule inside. */
    static Oracle mechanic(Mechanic p, Oracle base, int n) {
        int k = p.betas();
        double[][] start = new double[1][];
        double[] path = new double[n];
        double[] m = new double[k];
        double[] v = new double[k];
        double[] r = new double[k];
        double[] s = new double[k];
        return (theta, g, t) -> {
            if (t == 1) {
                start[0] = theta.clone();
            }
            double pull = p.decay()
                    * Arrays.stream(s).sum()
                    * Math.sqrt(dot(g, g))
                    / (Math.sqrt(dot(theta, theta)) + p.eps());
            double h = 0;
            for (int i = 0; i < n; i++) {
                h += (g[i] + pull * theta[i]) * path[i];
            }
            double[] moved = theta.clone();
            base.step(moved, g, t);
            for (int j = 0; j < k; j++) {
                double beta = 1 - Math.pow(10, -(j + 1));
                double clipped = h > m[j] ? m[j] : h < -m[j] ? -m[j] : h;
                m[j] = Math.max(beta * m[j], Math.abs(h) + p.eps());
                v[j] = beta * beta * v[j] + h * h;
                r[j] = beta * r[j] + clipped * s[j];
                s[j] = (p.start() / k * m[j] + Math.max(r[j], 0)) / (Math.sqrt(v[j]) + p.eps());
            }
            for (int i = 0; i < n; i++) {
                path[i] += theta[i] - moved[i];
                theta[i] = start[0][i] - Arrays.stream(s).sum() * path[i];
            }
        };
    }

    /** base at rate one gives the rule's direction. */
    static Oracle hypergradient(double rate, double beta, boolean multiplicative, Oracle base, int n) {
        double[] before = new double[n];
        double[] eta = {rate};
        return (theta, g, t) -> {
            double h = dot(g, before);
            if (multiplicative) {
                double norms = Math.sqrt(dot(g, g)) * Math.sqrt(dot(before, before));
                eta[0] *= norms == 0 ? 1 : 1 + beta * h / norms;
            } else {
                eta[0] += beta * h;
            }
            double[] moved = theta.clone();
            base.step(moved, g, t);
            for (int i = 0; i < n; i++) {
                before[i] = theta[i] - moved[i];
                theta[i] -= eta[0] * before[i];
            }
        };
    }

    static Oracle cocob(double rate, double alpha, double eps, int n) {
        double[][] start = new double[1][];
        double[] largest = new double[n];
        Arrays.fill(largest, eps);
        double[] sum = new double[n];
        double[] reward = new double[n];
        double[] negative = new double[n];
        return (theta, g, t) -> {
            if (t == 1) {
                start[0] = theta.clone();
            }
            for (int i = 0; i < n; i++) {
                double c = -g[i];
                largest[i] = Math.max(largest[i], Math.abs(c));
                sum[i] += Math.abs(c);
                reward[i] = Math.max(reward[i] + (theta[i] - start[0][i]) * c, 0);
                negative[i] += c;
                double beta = negative[i] / (largest[i] * Math.max(sum[i] + largest[i], alpha * largest[i]));
                double goal = start[0][i] + beta * (largest[i] + reward[i]);
                theta[i] += rate * (goal - theta[i]);
            }
        };
    }

    private static double correction(double beta1, double beta2, long t) {
        return Math.sqrt(1 - Math.pow(beta2, (double) t)) / (1 - Math.pow(beta1, (double) t));
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static double distance(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return Math.sqrt(sum);
    }
}
