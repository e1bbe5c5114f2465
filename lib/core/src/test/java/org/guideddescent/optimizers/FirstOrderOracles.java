package org.guideddescent.optimizers;

/** First-order updates as their papers write them, in plain loops. */
final class FirstOrderOracles {
    private FirstOrderOracles() {}

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
}
