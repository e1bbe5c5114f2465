package org.guideddescent.optimizers;

import java.util.Arrays;
import java.util.Random;

/**
 * A loss that does not change from step to step, with its known optimum: what a rule must reach, not only descend.
 *
 * @param optimum where the gradient is zero, known from outside or by Newton's method
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares valleys or keeps one.
record Valley(String name, int rows, int cols, double[] start, double[] optimum, Slope slope) {
    /** The gradient in plain doubles. */
    @FunctionalInterface
    interface Slope {
        /** x: not modified. g: overwritten. */
        void at(double[] x, double[] g);
    }

    /** ½ Σ kᵢ (xᵢ − aᵢ)² with curvatures from 0.5 to 4. */
    static Valley parabola() {
        double[] a = {1, -2, 0.5, -0.3};
        double[] k = {0.5, 1, 2, 4};
        return new Valley("parabola", 1, 4, new double[] {-0.5, 0.5, -1, 1}, a, (x, g) -> {
            for (int i = 0; i < 4; i++) {
                g[i] = k[i] * (x[i] - a[i]);
            }
        });
    }

    /** 100 (y − x²)² + (1 − x)² from (−1, 1). */
    static Valley rosenbrock() {
        return new Valley("Rosenbrock", 1, 2, new double[] {-1, 1}, new double[] {1, 1}, (x, g) -> {
            double off = x[1] - x[0] * x[0];
            g[0] = -400 * off * x[0] - 2 * (1 - x[0]);
            g[1] = 200 * off;
        });
    }

    /** ½ tr((X − A)ᵀ L (X − A) R) for X [3 × 2]: curvature that couples rows and columns, condition 23. */
    static Valley matrix() {
        double[] l = {2, 0.5, 0, 0.5, 1, 0.3, 0, 0.3, 1.5};
        double[] r = {1, -0.6, -0.6, 2};
        double[] a = {0.5, -1, 1.5, 0.2, -0.7, 0.9};
        return new Valley("matrix quadratic", 3, 2, new double[] {-1, 1, 0.5, -0.5, 1, -1}, a, (x, g) -> {
            double[] off = new double[6];
            Arrays.setAll(off, i -> x[i] - a[i]);
            System.arraycopy(Oracle.both(l, off, r, 3, 2), 0, g, 0, 6);
        });
    }

    /** The mean logistic loss of twenty points of the plane, with ½·0.1‖x‖². */
    static Valley logistic() {
        var random = new Random(11);
        double[][] points = new double[20][2];
        double[] sign = new double[20];
        for (int i = 0; i < 20; i++) {
            points[i] = new double[] {random.nextGaussian(), 2 * random.nextGaussian()};
            sign[i] = Math.signum(points[i][0] - 0.5 * points[i][1] + random.nextGaussian());
        }
        Slope slope = (x, g) -> logistic(points, sign, x, g, new double[3]);
        return new Valley("logistic regression", 1, 2, new double[] {-1, -1}, newton(points, sign), slope);
    }

    private static void logistic(double[][] points, double[] sign, double[] x, double[] g, double[] h) {
        g[0] = 0.1 * x[0];
        g[1] = 0.1 * x[1];
        h[0] = 0.1;
        h[1] = 0;
        h[2] = 0.1;
        for (int i = 0; i < points.length; i++) {
            double[] p = points[i];
            double wrong = 1 / (1 + Math.exp(sign[i] * (p[0] * x[0] + p[1] * x[1])));
            double weight = wrong * (1 - wrong) / points.length;
            g[0] -= sign[i] * wrong * p[0] / points.length;
            g[1] -= sign[i] * wrong * p[1] / points.length;
            h[0] += weight * p[0] * p[0];
            h[1] += weight * p[0] * p[1];
            h[2] += weight * p[1] * p[1];
        }
    }

    private static double[] newton(double[][] points, double[] sign) {
        double[] x = new double[2];
        double[] g = new double[2];
        double[] h = new double[3];
        for (int i = 0; i < 30; i++) {
            logistic(points, sign, x, g, h);
            double det = h[0] * h[2] - h[1] * h[1];
            x[0] -= (h[2] * g[0] - h[1] * g[1]) / det;
            x[1] -= (h[0] * g[1] - h[1] * g[0]) / det;
        }
        return x;
    }

    /** ‖x − optimum‖. */
    double distance(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - optimum[i]) * (x[i] - optimum[i]);
        }
        return Math.sqrt(sum);
    }

    @Override
    public String toString() {
        return name;
    }
}
