package org.guideddescent.optimizers;

import java.util.Random;
import org.guideddescent.rule.Transform;
import org.nd4j.linalg.api.buffer.DataType;

/** Rules on gradients that are given beforehand. */
final class Slopes {
    private Slopes() {}

    /** n random gradients of the given length. */
    static double[][] random(int n, int length, long seed) {
        var random = new Random(seed);
        double[][] all = new double[n][length];
        for (double[] g : all) {
            for (int i = 0; i < length; i++) {
                g[i] = random.nextGaussian();
            }
        }
        return all;
    }

    /** A matrix [rows × cols] from the usual start. */
    static Trial.Matrix trial(Transform rule, int rows, int cols) {
        return Trial.matrix(rule, Problem.slope(), rows, cols, DataType.DOUBLE);
    }

    /** The weights after those gradients, from the given weights. */
    static double[] walk(Transform rule, double[] start, int rows, int cols, double[]... gradients) {
        var trial = trial(rule, rows, cols);
        trial.set(start);
        for (double[] g : gradients) {
            trial.step(g, 1);
        }
        return trial.weights();
    }

    /** The direction of the last of those gradients. */
    static double[] direction(Transform rule, int rows, int cols, double[]... gradients) {
        var trial = trial(rule.at(1), rows, cols);
        for (double[] g : gradients) {
            trial.set(new double[rows * cols]);
            trial.step(g, 1);
        }
        double[] d = trial.weights();
        for (int i = 0; i < d.length; i++) {
            d[i] = -d[i];
        }
        return d;
    }
}
