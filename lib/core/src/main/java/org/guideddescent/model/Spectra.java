package org.guideddescent.model;

import java.util.Arrays;

/** Spectra that experiments begin with, as plain numbers. */
public final class Spectra {
    private Spectra() {}

    /**
     * {@return n numbers from 1 up to kappa in equal ratios, λᵢ = κ^(i / (n − 1))}
     *
     * @param n how many, at least 2 unless kappa is 1
     * @param kappa the largest, at least 1
     */
    public static double[] logSpaced(int n, double kappa) {
        if (n < 1 || !(kappa >= 1) || kappa == Double.POSITIVE_INFINITY || (n == 1 && kappa > 1)) {
            throw new IllegalArgumentException(
                    "a log-spaced spectrum needs two numbers or more and a finite condition number of 1 or more, got n = "
                            + n + " and kappa = " + kappa + "; e.g. logSpaced(50, 100)");
        }
        var lambda = new double[n];
        for (int i = 0; i < n; i++) {
            lambda[i] = n == 1 ? 1 : Math.pow(kappa, i / (n - 1.0));
        }
        return lambda;
    }

    /**
     * {@return the numbers i^(−power) for i = 1 … n: power 1 is the spectrum of the noisy quadratic model}
     *
     * @param n how many, at least 1
     * @param power exponent of the decay
     */
    public static double[] powerLaw(int n, double power) {
        if (n < 1 || !Double.isFinite(power)) {
            throw new IllegalArgumentException(
                    "a power law needs at least one number and a finite power, got n = " + n + " and power = " + power);
        }
        var lambda = new double[n];
        for (int i = 0; i < n; i++) {
            lambda[i] = Math.pow(i + 1.0, -power);
        }
        return lambda;
    }

    /**
     * {@return the same numbers times a factor that makes their mean 1}
     *
     * @param lambda positive numbers, not modified
     */
    public static double[] meanOne(double... lambda) {
        return scaled(Arrays.stream(lambda).sum() / lambda.length, lambda);
    }

    /** The same times a factor that makes their sum 1. lambda: positive, not modified. */
    static double[] sumOne(double... lambda) {
        return scaled(Arrays.stream(lambda).sum(), lambda);
    }

    private static double[] scaled(double divisor, double... lambda) {
        if (!(divisor > 0)) {
            throw new IllegalArgumentException("numbers to scale need a positive sum, got " + Arrays.toString(lambda));
        }
        return Arrays.stream(lambda).map(l -> l / divisor).toArray();
    }
}
