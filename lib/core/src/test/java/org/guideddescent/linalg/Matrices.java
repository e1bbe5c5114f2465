package org.guideddescent.linalg;

import java.util.Random;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Matrices for tests, as plain arrays, row-major. */
final class Matrices {
    private Matrices() {}

    /** A random orthogonal matrix [n × n] by Gram and Schmidt on the rows, twice. */
    static double[] rotation(int n, long seed) {
        var random = new Random(seed);
        double[] q = new double[n * n];
        for (int i = 0; i < q.length; i++) {
            q[i] = random.nextGaussian();
        }
        for (int i = 0; i < n; i++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    double dot = 0;
                    for (int k = 0; k < n; k++) {
                        dot += q[i * n + k] * q[j * n + k];
                    }
                    for (int k = 0; k < n; k++) {
                        q[i * n + k] -= dot * q[j * n + k];
                    }
                }
                double norm = 0;
                for (int k = 0; k < n; k++) {
                    norm += q[i * n + k] * q[i * n + k];
                }
                for (int k = 0; k < n; k++) {
                    q[i * n + k] /= Math.sqrt(norm);
                }
            }
        }
        return q;
    }

    /** Q diag(lambda) Qᵀ with the columns of q. */
    static double[] spectral(double[] q, double[] lambda) {
        int n = lambda.length;
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += q[i * n + k] * lambda[k] * q[j * n + k];
                }
                a[i * n + j] = sum;
                a[j * n + i] = sum;
            }
        }
        return a;
    }

    /** n numbers from 1 down to 1/kappa in equal ratios. */
    static double[] geometric(int n, double kappa) {
        double[] lambda = new double[n];
        for (int i = 0; i < n; i++) {
            lambda[i] = n == 1 ? 1 : Math.pow(kappa, -i / (n - 1.0));
        }
        return lambda;
    }

    static double[] product(double[] a, double[] b, int n) {
        double[] c = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += a[i * n + k] * b[k * n + j];
                }
            }
        }
        return c;
    }

    static double[] identity(int n) {
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) {
            a[i * n + i] = 1;
        }
        return a;
    }

    /** ‖a − b‖_F / ‖b‖_F. */
    static double distance(double[] a, double[] b) {
        double d = 0;
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            d += (a[i] - b[i]) * (a[i] - b[i]);
            s += b[i] * b[i];
        }
        return Math.sqrt(d / s);
    }

    static INDArray array(double[] a, int rows, int cols, DataType type) {
        return Nd4j.createFromArray(a).castTo(type).reshape('c', rows, cols);
    }

    static double[] plain(INDArray a) {
        return a.dup('c').reshape(a.length()).castTo(DataType.DOUBLE).toDoubleVector();
    }

    /** A workspace of its own. */
    static Workspace workspace(DataType type) {
        var arrays = new TreeMap<String, INDArray>();
        return (name, shape) -> arrays.computeIfAbsent(name, n -> Nd4j.zeros(type, shape));
    }

    /** A count in memory. */
    static Tally tally() {
        double[] count = {0};
        return new Tally() {
            @Override
            public double get() {
                return count[0];
            }

            @Override
            public void set(double value) {
                count[0] = value;
            }
        };
    }
}
