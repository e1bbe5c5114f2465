package org.guideddescent.optimizers;

import java.util.ArrayList;
import java.util.Arrays;

/** What goes around rules, in plain loops around the oracles of those rules. */
final class WrapperOracles {
    private WrapperOracles() {}

    /** A direction of weights and gradient, with a memory of its own. */
    interface Direction {
        double[] of(double[] theta, double[] g, long t);
    }

    /** Steps with the mean of k gradients at every k-th call. */
    static Oracle accumulate(int k, Oracle inner, int n) {
        double[][] window = new double[k][];
        return (theta, g, t) -> {
            int place = (int) ((t - 1) % k);
            window[place] = g.clone();
            if (place == k - 1) {
                double[] mean = new double[n];
                for (int i = 0; i < n; i++) {
                    for (double[] each : window) {
                        mean[i] += each[i] / k;
                    }
                }
                inner.step(theta, mean, t / k);
            }
        };
    }

    /** Algorithm 1 of Zhang et al.: outer weights phi, k inner steps from them. */
    static Oracle lookahead(int k, double alpha, Oracle inner, int n) {
        double[] phi = new double[n];
        return (theta, g, t) -> {
            if (t == 1) {
                System.arraycopy(theta, 0, phi, 0, n);
            }
            inner.step(theta, g, t);
            if (t % k == 0) {
                for (int i = 0; i < n; i++) {
                    phi[i] = (1 - alpha) * phi[i] + alpha * theta[i];
                    theta[i] = phi[i];
                }
            }
        };
    }

    /** The two steps of Foret et al., Algorithm 1. */
    static Row.Asking sam(double rho, Oracle inner) {
        return (theta, g, problem, t) -> {
            double norm = norm(g);
            double[] above = theta.clone();
            for (int i = 0; i < g.length; i++) {
                above[i] += rho * g[i] / norm;
            }
            inner.step(theta, problem.gradient(above, t), t);
        };
    }

    /** Kwon et al., Algorithm 1 with T = diag(|w| + eta): e = rho T² g / ‖T g‖. */
    static Row.Asking asam(double rho, double eta, Oracle inner) {
        return (theta, g, problem, t) -> {
            double[] tg = new double[g.length];
            for (int i = 0; i < g.length; i++) {
                tg[i] = (Math.abs(theta[i]) + eta) * g[i];
            }
            double norm = norm(tg);
            double[] above = theta.clone();
            for (int i = 0; i < g.length; i++) {
                double size = Math.abs(theta[i]) + eta;
                above[i] += rho * size * size * g[i] / norm;
            }
            inner.step(theta, problem.gradient(above, t), t);
        };
    }

    /** The direction where it agrees with the gradient, times n / (how many agree + 1). */
    static Oracle cautious(double rate, Direction inner) {
        return (theta, g, t) -> {
            double[] u = inner.of(theta, g, t);
            long agree = 0;
            for (int i = 0; i < g.length; i++) {
                agree += u[i] * g[i] > 0 ? 1 : 0;
            }
            for (int i = 0; i < g.length; i++) {
                theta[i] -= u[i] * g[i] > 0 ? rate * u[i] * g.length / (agree + 1) : 0;
            }
        };
    }

    /**
     * Heavy ball whose rate is multiplied by factor after two windows of three losses in a row that are not one per cent
     * below the best window; one window of cooldown, and not below a hundredth of the rate.
     */
    static Row.Asking reduceOnPlateau(double rate, double beta, double factor, int n) {
        var losses = new ArrayList<Double>();
        var means = new ArrayList<Double>();
        double[] v = new double[n];
        int[] bad = new int[1];
        int[] pause = new int[1];
        double[] scale = {1};
        return (theta, g, problem, t) -> {
            losses.add(problem.loss(theta, t));
            if (losses.size() % 3 == 0) {
                int at = losses.size();
                double mean = (losses.get(at - 3) + losses.get(at - 2) + losses.get(at - 1)) / 3;
                double best = Double.POSITIVE_INFINITY;
                for (double m : means) {
                    // A window that was not enough of an improvement is not the best one.
                    best = best == Double.POSITIVE_INFINITY || m < best - 0.01 * Math.abs(best) ? m : best;
                }
                boolean good = means.isEmpty() || mean < best - 0.01 * Math.abs(best);
                means.add(mean);
                if (pause[0] > 0) {
                    pause[0]--;
                } else {
                    bad[0] = good ? 0 : bad[0] + 1;
                    if (bad[0] == 2) {
                        bad[0] = 0;
                        pause[0] = 1;
                        scale[0] = Math.max(scale[0] * factor, 0.01);
                    }
                }
            }
            for (int i = 0; i < n; i++) {
                v[i] = beta * v[i] + g[i];
                theta[i] -= rate * scale[0] * v[i];
            }
        };
    }

    /** Three arrays, as in the authors' reference: z steps, x is the weighted mean of all z, y = (1 − β) z + β x. */
    static final class ScheduleFree implements Oracle {
        final double[] z;
        final double[] x;
        private final double rate;
        private final double beta;
        private final long warmUp;
        private final Direction inner;
        private double sum;

        ScheduleFree(double rate, double beta, long warmUp, Direction inner, int n) {
            this.rate = rate;
            this.beta = beta;
            this.warmUp = warmUp;
            this.inner = inner;
            z = new double[n];
            x = new double[n];
        }

        @Override
        public void step(double[] y, double[] g, long t) {
            if (t == 1) {
                System.arraycopy(y, 0, z, 0, y.length);
                System.arraycopy(y, 0, x, 0, y.length);
            }
            double gamma = rate * (t < warmUp ? t / (double) warmUp : 1);
            double w = gamma * gamma; // The rate only rises here, so it is the largest so far.
            sum += w;
            double c = w / sum;
            double[] u = inner.of(y, g, t);
            for (int i = 0; i < y.length; i++) {
                z[i] -= gamma * u[i];
                x[i] = (1 - c) * x[i] + c * z[i];
                y[i] = (1 - beta) * z[i] + beta * x[i];
            }
        }
    }

    /** The three sequences of generalized primal averaging. */
    static final class PrimalAverage implements Oracle {
        final double[] z;
        final double[] x;
        private final double rate;
        private final double muX;
        private final double muY;
        private final Direction inner;

        PrimalAverage(double rate, double muX, double muY, Direction inner, int n) {
            this.rate = rate;
            this.muX = muX;
            this.muY = muY;
            this.inner = inner;
            z = new double[n];
            x = new double[n];
        }

        @Override
        public void step(double[] y, double[] g, long t) {
            if (t == 1) {
                System.arraycopy(y, 0, z, 0, y.length);
                System.arraycopy(y, 0, x, 0, y.length);
            }
            double[] u = inner.of(y, g, t);
            for (int i = 0; i < y.length; i++) {
                z[i] -= rate * u[i];
                x[i] = muX * x[i] + (1 - muX) * z[i];
                y[i] = muY * x[i] + (1 - muY) * z[i];
            }
        }
    }

    static Direction gradient() {
        return (theta, g, t) -> g;
    }

    static Direction momentum(double beta, int n) {
        double[] m = new double[n];
        return (theta, g, t) -> {
            for (int i = 0; i < n; i++) {
                m[i] = beta * m[i] + g[i];
            }
            return m;
        };
    }

    /** Adam's direction and λ θ behind it. */
    static Direction adam(double beta1, double beta2, double eps, double decay, int n) {
        double[] m = new double[n];
        double[] v = new double[n];
        return (theta, g, t) -> {
            double[] d = new double[n];
            for (int i = 0; i < n; i++) {
                m[i] = beta1 * m[i] + (1 - beta1) * g[i];
                v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
                double mHat = m[i] / (1 - Math.pow(beta1, (double) t));
                double vHat = v[i] / (1 - Math.pow(beta2, (double) t));
                d[i] = mHat / (Math.sqrt(vHat) + eps) + decay * theta[i];
            }
            return d;
        };
    }

    private static double norm(double[] a) {
        return Math.sqrt(Arrays.stream(a).map(x -> x * x).sum());
    }
}
