package org.guideddescent.linalg;

/**
 * A number known by chance.
 *
 * @param value the mean of samples
 * @param standardError the standard deviation of that mean, estimated from the samples; NaN if there was only one
 * @param products with A or Aᵀ that it took
 */
public record Estimate(double value, double standardError, int products) {
    /** The mean of samples and s / √m, where s² is their variance with m − 1 in its denominator. */
    static Estimate of(double[] samples, int products) {
        double sum = 0;
        for (double x : samples) {
            sum += x;
        }
        int m = samples.length;
        double mean = sum / m;
        double squares = 0;
        for (double x : samples) {
            squares += (x - mean) * (x - mean);
        }
        return new Estimate(mean, Math.sqrt(squares / (m - 1) / m), products);
    }

    /** {@return √value, with the standard error that small errors have: that of value / (2 √value)} */
    public Estimate root() {
        double root = Math.sqrt(value);
        return new Estimate(root, standardError / (2 * root), products);
    }
}
