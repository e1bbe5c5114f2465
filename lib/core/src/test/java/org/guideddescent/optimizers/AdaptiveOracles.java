package org.guideddescent.optimizers;

/** Adaptive updates as their papers write them, in plain loops. */
final class AdaptiveOracles {
    private AdaptiveOracles() {}

    static Oracle adam(double rate, double beta1, double beta2, double eps, int n) {
        return adamW(rate, 0, beta1, beta2, eps, n);
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
}
