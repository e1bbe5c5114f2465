package org.guideddescent.compute;

/** Sums and maxima of a piece of a block, four at a time: one alone would wait for its own last addition. */
final class RowSums {
    private RowSums() {}

    static double sum(double[] x, int from, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int end = from + n;
        int i = from;
        for (; i < end - 3; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < end; i++) {
            a += x[i];
        }
        return (a + b) + (c + d);
    }

    /** Σ x y over two pieces that begin at the same place. */
    static double dot(double[] x, double[] y, int from, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int end = from + n;
        int i = from;
        for (; i < end - 3; i += 4) {
            a += x[i] * y[i];
            b += x[i + 1] * y[i + 1];
            c += x[i + 2] * y[i + 2];
            d += x[i + 3] * y[i + 3];
        }
        for (; i < end; i++) {
            a += x[i] * y[i];
        }
        return (a + b) + (c + d);
    }

    /** The largest that is not NaN, or −∞. */
    static double max(double[] x, int from, int n) {
        double a = Double.NEGATIVE_INFINITY;
        double b = a;
        double c = a;
        double d = a;
        int end = from + n;
        int i = from;
        for (; i < end - 3; i += 4) {
            a = x[i] > a ? x[i] : a;
            b = x[i + 1] > b ? x[i + 1] : b;
            c = x[i + 2] > c ? x[i + 2] : c;
            d = x[i + 3] > d ? x[i + 3] : d;
        }
        for (; i < end; i++) {
            a = x[i] > a ? x[i] : a;
        }
        a = a > b ? a : b;
        c = c > d ? c : d;
        return a > c ? a : c;
    }
}
