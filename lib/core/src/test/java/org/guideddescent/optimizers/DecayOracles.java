package org.guideddescent.optimizers;

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

    static Oracle clipByValue(double rate, double max) {
        return (theta, g, t) -> {
            for (int i = 0; i < g.length; i++) {
                theta[i] -= rate * (g[i] > max ? max : g[i] < -max ? -max : g[i]);
            }
        };
    }
}
