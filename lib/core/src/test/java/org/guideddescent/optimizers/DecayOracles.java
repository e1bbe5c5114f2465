package org.guideddescent.optimizers;

import java.util.ArrayList;
import java.util.Arrays;
import org.guideddescent.schedule.Schedule;

/** Decay and clipping in plain loops. */
final class DecayOracles {
    private DecayOracles() {}

    static Oracle decay(double rate, double lambda) {
        return (theta, g, t) -> {
            for (int i = 0; i < g.length; i++) {
                theta[i] = theta[i] - rate * g[i] - rate * lambda * theta[i];
            }
        };
    }

    /** The rule is shown g + λ θ. */
    static Oracle coupled(double lambda, Oracle rule) {
        return (theta, g, t) -> {
            double[] penalized = new double[g.length];
            for (int i = 0; i < g.length; i++) {
                penalized[i] = g[i] + lambda * theta[i];
            }
            rule.step(theta, penalized, t);
        };
    }

    static Oracle independent(double rate, double lambda, Schedule shape) {
        return (theta, g, t) -> {
            for (int i = 0; i < g.length; i++) {
                theta[i] = theta[i] * (1 - lambda * shape.at(t)) - rate * g[i];
            }
        };
    }

    static Oracle cautious(double rate, double lambda) {
        return (theta, g, t) -> {
            for (int i = 0; i < g.length; i++) {
                double decay = g[i] * theta[i] >= 0 ? lambda : 0;
                theta[i] -= rate * (g[i] + decay * theta[i]);
            }
        };
    }

    static Oracle corrected(Schedule rate, double lambda, double peak) {
        return (theta, g, t) -> {
            double eta = rate.at(t);
            for (int i = 0; i < g.length; i++) {
                theta[i] = theta[i] - eta * g[i] - lambda * eta * eta / peak * theta[i];
            }
        };
    }

    /** Keeps the norms of the warm-up in a list, as the authors' code does. */
    static Oracle zClip(double rate, double alpha, double zMax, int warmUp, double eps) {
        var first = new ArrayList<Double>();
        double[] mean = new double[1];
        double[] variance = new double[1];
        return (theta, g, t) -> {
            double norm = Math.sqrt(Arrays.stream(g).map(x -> x * x).sum());
            double bound = norm;
            if (first.size() < warmUp) {
                first.add(norm);
                mean[0] = first.stream().mapToDouble(x -> x).average().orElseThrow();
                variance[0] = first.stream()
                        .mapToDouble(x -> (x - mean[0]) * (x - mean[0]))
                        .average()
                        .orElseThrow();
            } else {
                double sigma = Math.sqrt(variance[0]);
                double z = (norm - mean[0]) / (sigma + eps);
                if (z > zMax) {
                    bound = mean[0] + zMax * zMax * sigma / z;
                }
                mean[0] = alpha * mean[0] + (1 - alpha) * bound;
                variance[0] = alpha * variance[0] + (1 - alpha) * Math.pow(bound - mean[0], 2);
            }
            for (int i = 0; i < g.length; i++) {
                theta[i] -= rate * g[i] * (norm == 0 ? 1 : bound / norm);
            }
        };
    }

    static Oracle clipByGlobalNorm(double rate, double max) {
        return (theta, g, t) -> {
            double norm = 0;
            for (double x : g) {
                norm += x * x;
            }
            norm = Math.sqrt(norm);
            double factor = norm > max ? max / norm : 1;
            for (int i = 0; i < g.length; i++) {
                theta[i] -= rate * factor * g[i];
            }
        };
    }

    static Oracle clipByUnit(double rate, double ratio, double eps, int m, int n) {
        return (theta, g, t) -> {
            for (int i = 0; i < m; i++) {
                double length = 0;
                double weights = 0;
                for (int j = i * n; j < (i + 1) * n; j++) {
                    length += g[j] * g[j];
                    weights += theta[j] * theta[j];
                }
                double most = ratio * Math.max(Math.sqrt(weights), eps);
                double factor = Math.sqrt(length) > most ? most / Math.sqrt(length) : 1;
                for (int j = i * n; j < (i + 1) * n; j++) {
                    theta[j] -= rate * factor * g[j];
                }
            }
        };
    }

    static Oracle clipByValue(double rate, double max) {
        return (theta, g, t) -> {
            for (int i = 0; i < g.length; i++) {
                theta[i] -= rate * (g[i] > max ? max : g[i] < -max ? -max : g[i]);
            }
        };
    }
}
