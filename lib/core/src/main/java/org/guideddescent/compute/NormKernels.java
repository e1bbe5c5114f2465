package org.guideddescent.compute;

/** Bodies of row sweeps for normalized rows; the flag says whether rows are centered. All in double. */
final class NormKernels {
    private NormKernels() {}

    /** 0: x, 1: x̂, 2: r; the parameter is ε. */
    static void forward(RowSweep s, Scratch scratch, int first, int count) {
        int k = s.columns;
        var b = scratch.doubles(2, count * k);
        var x = b[0];
        var r = b[1];
        s.read(scratch, 0, first, count, x);
        for (int row = 0; row < count; row++) {
            int from = row * k;
            if (s.flag) {
                shift(x, from, k, -RowSums.sum(x, from, k) / k);
            }
            r[row] = 1 / Math.sqrt(RowSums.dot(x, x, from, k) / k + s.parameter);
            scale(x, from, k, r[row]);
        }
        s.write(scratch, 1, first, count, x);
        s.write(scratch, 2, first, count, r);
    }

    /** 0: x̂, 1: r, 2: dx̂, 3: dx. */
    static void backward(RowSweep s, Scratch scratch, int first, int count) {
        derivative(s, scratch, first, count);
        s.write(scratch, 3, first, count, scratch.doubles(3, count * s.columns)[1]);
    }

    /** 0: x̂, 1: r, 2: ẋ, 3: x̂˙, 4: ṙ. */
    static void tangent(RowSweep s, Scratch scratch, int first, int count) {
        derivative(s, scratch, first, count);
        var b = scratch.doubles(3, count * s.columns);
        s.write(scratch, 3, first, count, b[1]);
        s.write(scratch, 4, first, count, b[2]);
    }

    /** Block 1 ← the derivative applied to array 2, block 2 ← what it does to r. */
    private static void derivative(RowSweep s, Scratch scratch, int first, int count) {
        int k = s.columns;
        var b = scratch.doubles(3, count * k);
        var hat = b[0];
        var v = b[1];
        var r = b[2];
        s.read(scratch, 0, first, count, hat);
        s.read(scratch, 1, first, count, r);
        s.read(scratch, 2, first, count, v);
        for (int row = 0; row < count; row++) {
            int from = row * k;
            double mean = s.flag ? RowSums.sum(v, from, k) / k : 0;
            double along = RowSums.dot(v, hat, from, k) / k;
            double inverse = r[row];
            for (int j = from; j < from + k; j++) {
                v[j] = inverse * (v[j] - mean - hat[j] * along);
            }
            r[row] = -inverse * inverse * along;
        }
    }

    /** 0: x̂, 1: dx̂, 2: x̂˙, 3: dx̂˙, 4: r, 5: ṙ, 6: the result. */
    static void backwardTangent(RowSweep s, Scratch scratch, int first, int count) {
        int k = s.columns;
        var b = scratch.doubles(6, count * k);
        for (int i = 0; i < 6; i++) {
            s.read(scratch, i, first, count, b[i]);
        }
        for (int row = 0; row < count; row++) {
            turn(b, row * k, k, s.flag, b[4][row], b[5][row]);
        }
        s.write(scratch, 6, first, count, b[3]);
    }

    private static void turn(double[][] b, int from, int k, boolean centered, double r, double rDot) {
        var hat = b[0];
        var dy = b[1];
        var hatDot = b[2];
        var dyDot = b[3];
        double mean = centered ? RowSums.sum(dy, from, k) / k : 0;
        double meanDot = centered ? RowSums.sum(dyDot, from, k) / k : 0;
        double along = RowSums.dot(dy, hat, from, k) / k;
        double alongDot = (RowSums.dot(dyDot, hat, from, k) + RowSums.dot(dy, hatDot, from, k)) / k;
        for (int j = from; j < from + k; j++) {
            dyDot[j] = rDot * (dy[j] - mean - hat[j] * along)
                    + r * (dyDot[j] - meanDot - hatDot[j] * along - hat[j] * alongDot);
        }
    }

    private static void shift(double[] x, int from, int n, double by) {
        for (int j = from; j < from + n; j++) {
            x[j] += by;
        }
    }

    private static void scale(double[] x, int from, int n, double factor) {
        for (int j = from; j < from + n; j++) {
            x[j] *= factor;
        }
    }
}
