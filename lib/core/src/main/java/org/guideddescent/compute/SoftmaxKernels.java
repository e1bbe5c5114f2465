package org.guideddescent.compute;

import java.util.Arrays;

/** Bodies of row sweeps for the softmax and its derivatives; all in double. */
final class SoftmaxKernels {
    private SoftmaxKernels() {}

    /** 0: scores in square blocks, overwritten. */
    static void causal(RowSweep s, Scratch scratch, int first, int count) {
        int k = s.columns;
        var b = scratch.doubles(2, count * k);
        var x = b[0];
        var e = b[1];
        s.read(scratch, 0, first, count, x);
        int seen = 0;
        for (int r = 0; r < count; r++) {
            int n = (first + r) % k + 1;
            double max = RowSums.max(x, r * k, n);
            for (int j = 0; j < n; j++) {
                e[seen + j] = x[r * k + j] - max;
            }
            seen += n;
        }
        Exp.of(s.isFloat, e, e, seen);
        int from = 0;
        for (int r = 0; r < count; r++) {
            int n = (first + r) % k + 1;
            double share = 1 / RowSums.sum(e, from, n);
            for (int j = 0; j < n; j++) {
                x[r * k + j] = e[from + j] * share;
            }
            Arrays.fill(x, r * k + n, (r + 1) * k, 0);
            from += n;
        }
        s.write(scratch, 0, first, count, x);
    }

    /** 0: p, 1: dp, 2: ds. */
    static void backward(RowSweep s, Scratch scratch, int first, int count) {
        int k = s.columns;
        var b = scratch.doubles(2, count * k);
        var p = b[0];
        var dp = b[1];
        s.read(scratch, 0, first, count, p);
        s.read(scratch, 1, first, count, dp);
        for (int from = 0; from < count * k; from += k) {
            double mean = RowSums.dot(p, dp, from, k);
            for (int j = from; j < from + k; j++) {
                dp[j] = p[j] * (dp[j] - mean);
            }
        }
        s.write(scratch, 2, first, count, dp);
    }

    /** 0: p, 1: ṗ, 2: dp, 3: ḋp, 4: the result. */
    static void backwardTangent(RowSweep s, Scratch scratch, int first, int count) {
        int k = s.columns;
        var b = scratch.doubles(4, count * k);
        var p = b[0];
        var pDot = b[1];
        var dp = b[2];
        var dpDot = b[3];
        for (int i = 0; i < 4; i++) {
            s.read(scratch, i, first, count, b[i]);
        }
        for (int from = 0; from < count * k; from += k) {
            double mean = RowSums.dot(p, dp, from, k);
            double moved = RowSums.dot(pDot, dp, from, k) + RowSums.dot(p, dpDot, from, k);
            for (int j = from; j < from + k; j++) {
                dpDot[j] = pDot[j] * (dp[j] - mean) + p[j] * (dpDot[j] - moved);
            }
        }
        s.write(scratch, 4, first, count, dpDot);
    }
}
