package org.guideddescent.model;

import org.guideddescent.compute.Activation;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A multilayer perceptron in loops over double[], written from the textbook and not from the library. */
final class MlpOracle {
    private final Activation f;
    private final Loss loss;
    private final int depth;

    MlpOracle(Activation f, Loss loss, int depth) {
        this.f = f;
        this.loss = loss;
        this.depth = depth;
    }

    /** The mean loss; its gradient is added into dw[l][out][in] and db[l][out]. */
    double gradient(ParamVector theta, INDArray inputs, INDArray targets, double[][][] dw, double[][] db) {
        int n = (int) inputs.size(0);
        double sum = 0;
        for (int r = 0; r < n; r++) {
            var pre = new double[depth][];
            var a = new double[depth + 1][];
            a[0] = inputs.getRow(r).toDoubleVector();
            for (int l = 0; l < depth; l++) {
                var w = theta.view("w" + (l + 1)).toDoubleMatrix();
                pre[l] = new double[w.length];
                a[l + 1] = new double[w.length];
                for (int i = 0; i < w.length; i++) {
                    pre[l][i] = theta.view("b" + (l + 1)).getDouble(i, 0);
                    for (int j = 0; j < w[i].length; j++) {
                        pre[l][i] += w[i][j] * a[l][j];
                    }
                    a[l + 1][i] = l == depth - 1 ? pre[l][i] : value(pre[l][i]);
                }
            }
            var d = new double[a[depth].length];
            sum += head(a[depth], targets.getRow(r).toDoubleVector(), d) / n;
            for (int l = depth - 1; l >= 0; l--) {
                var w = theta.view("w" + (l + 1)).toDoubleMatrix();
                var below = new double[a[l].length];
                for (int i = 0; i < w.length; i++) {
                    db[l][i] += d[i] / n;
                    for (int j = 0; j < w[i].length; j++) {
                        dw[l][i][j] += d[i] * a[l][j] / n;
                        below[j] += d[i] * w[i][j];
                    }
                }
                for (int j = 0; l > 0 && j < below.length; j++) {
                    below[j] *= slope(pre[l - 1][j]);
                }
                d = below;
            }
        }
        return sum;
    }

    private double head(double[] out, double[] target, double[] d) {
        double value = 0;
        if (loss == Loss.SQUARED_ERROR) {
            for (int i = 0; i < out.length; i++) {
                d[i] = out[i] - target[i];
                value += d[i] * d[i] / 2;
            }
            return value;
        }
        double z = 0;
        for (double o : out) {
            z += Math.exp(o);
        }
        for (int i = 0; i < out.length; i++) {
            double p = target.length == 1 ? (i == (int) target[0] ? 1 : 0) : target[i];
            d[i] = Math.exp(out[i]) / z - p;
            value -= p * (out[i] - Math.log(z));
        }
        return value;
    }

    private double value(double x) {
        return switch (f) {
            case RELU -> Math.max(x, 0);
            case TANH -> Math.tanh(x);
            case GELU -> x / 2 * (1 + Math.tanh(inner(x)));
            case SILU -> x / (1 + Math.exp(-x));
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case QUADRATIC -> x * x;
            case HERMITE2 -> (x * x - 1) / Math.sqrt(2);
            case HERMITE3 -> (x * x * x - 3 * x) / Math.sqrt(6);
        };
    }

    private double slope(double x) {
        double t = Math.tanh(f == Activation.GELU ? inner(x) : x);
        double p = 1 / (1 + Math.exp(-x));
        return switch (f) {
            case RELU -> x > 0 ? 1 : 0;
            case TANH -> 1 - t * t;
            case GELU -> (1 + t) / 2 + x / 2 * (1 - t * t) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
            case SILU -> p + x * p * (1 - p);
            case SIGMOID -> p * (1 - p);
            case QUADRATIC -> 2 * x;
            case HERMITE2 -> 2 * x / Math.sqrt(2);
            case HERMITE3 -> (3 * x * x - 3) / Math.sqrt(6);
        };
    }

    private static double inner(double x) {
        return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    }
}
