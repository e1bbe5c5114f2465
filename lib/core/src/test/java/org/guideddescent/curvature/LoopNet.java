package org.guideddescent.curvature;

import java.util.Arrays;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;

/**
 * A perceptron with biases in loops over {@code double[]}, one example at a time, and its dense curvature matrices, written
 * from their definitions. Vectors of parameters have the order of the layout.
 *
 * @param tanh whether layers but the last bend
 * @param classes whether the loss is the cross-entropy of classes; else half the squared error
 */
record LoopNet(ParamVector theta, Batch batch, int depth, boolean tanh, boolean classes) {
    int size() {
        return (int) theta.layout().size();
    }

    int examples() {
        return batch.size();
    }

    double[] input(int example) {
        return batch.inputs().getRow(example).toDoubleVector();
    }

    /** What each layer reads, with a 1 behind it, and the outputs at the end. */
    double[][] forward(double[] x) {
        var a = new double[depth + 1][];
        a[0] = with1(x);
        for (int l = 0; l < depth; l++) {
            var w = theta.view("w" + (l + 1)).toDoubleMatrix();
            var z = new double[w.length];
            for (int i = 0; i < z.length; i++) {
                z[i] = theta.view("b" + (l + 1)).getDouble(i, 0);
                for (int j = 0; j < w[i].length; j++) {
                    z[i] += w[i][j] * a[l][j];
                }
                z[i] = tanh && l < depth - 1 ? Math.tanh(z[i]) : z[i];
            }
            a[l + 1] = l < depth - 1 ? with1(z) : z;
        }
        return a;
    }

    /** The gradient before each layer's bend, if that of the outputs is top. */
    double[][] backward(double[][] a, double[] top) {
        var delta = new double[depth][];
        delta[depth - 1] = top;
        for (int l = depth - 1; l > 0; l--) {
            var w = theta.view("w" + (l + 1)).toDoubleMatrix();
            delta[l - 1] = new double[w[0].length];
            for (int j = 0; j < w[0].length; j++) {
                for (int i = 0; i < w.length; i++) {
                    delta[l - 1][j] += w[i][j] * delta[l][i];
                }
                delta[l - 1][j] *= tanh ? 1 - a[l][j] * a[l][j] : 1;
            }
        }
        return delta;
    }

    /** Jᵀ top of one example. */
    double[] pull(double[] x, double[] top) {
        var a = forward(x);
        var delta = backward(a, top);
        double[] g = new double[size()];
        for (int l = 0; l < depth; l++) {
            var w = theta.layout().named("w" + (l + 1));
            var b = theta.layout().named("b" + (l + 1));
            for (int i = 0; i < w.rows(); i++) {
                g[(int) b.offset() + i] = delta[l][i];
                for (int j = 0; j < w.cols(); j++) {
                    g[(int) w.offset() + i * w.cols() + j] = delta[l][i] * a[l][j];
                }
            }
        }
        return g;
    }

    double[] outputs(double[] x) {
        return forward(x)[depth];
    }

    /** ∂ℓ/∂z of one example. */
    double[] top(int example) {
        double[] z = outputs(input(example));
        double[] target = batch.targets().getRow(example).toDoubleVector();
        double[] p = classes ? softmax(z) : z;
        for (int i = 0; i < p.length; i++) {
            p[i] -= classes ? (i == (int) target[0] ? 1 : 0) : target[i];
        }
        return p;
    }

    /** ∂²ℓ/∂z² of one example. */
    double[][] inner(double[] z) {
        var m = new double[z.length][z.length];
        double[] p = softmax(z);
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < z.length; j++) {
                m[i][j] = classes ? (i == j ? p[i] : 0) - p[i] * p[j] : i == j ? 1 : 0;
            }
        }
        return m;
    }

    /** J of one example [outputs × parameters]. */
    double[][] jacobian(int example) {
        double[] x = input(example);
        int k = outputs(x).length;
        var j = new double[k][];
        for (int o = 0; o < k; o++) {
            double[] e = new double[k];
            e[o] = 1;
            j[o] = pull(x, e);
        }
        return j;
    }

    /** mean Jᵀ (∂²ℓ/∂z²) J. */
    double[][] gaussNewton() {
        var g = new double[size()][size()];
        for (int n = 0; n < examples(); n++) {
            var j = jacobian(n);
            var m = inner(outputs(input(n)));
            for (int a = 0; a < j.length; a++) {
                for (int b = 0; b < j.length; b++) {
                    addOuter(m[a][b] / examples(), j[a], j[b], g);
                }
            }
        }
        return g;
    }

    /** mean g gᵀ with the targets of the batch. */
    double[][] empiricalFisher() {
        var f = new double[size()][size()];
        for (int n = 0; n < examples(); n++) {
            double[] g = gradient(n);
            addOuter(1.0 / examples(), g, g, f);
        }
        return f;
    }

    double[] gradient(int example) {
        return pull(input(example), top(example));
    }

    static double[] softmax(double[] z) {
        double[] p = Arrays.stream(z).map(Math::exp).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(x -> x / sum).toArray();
    }

    static void addOuter(double c, double[] x, double[] y, double[][] to) {
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                to[i][j] += c * x[i] * y[j];
            }
        }
    }

    private static double[] with1(double[] x) {
        var y = Arrays.copyOf(x, x.length + 1);
        y[x.length] = 1;
        return y;
    }
}
