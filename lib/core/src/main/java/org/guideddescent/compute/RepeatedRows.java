package org.guideddescent.compute;

import java.util.Arrays;

/** Bodies of row sweeps for a table that is added to every example of a batch, and for the sum over these. */
final class RepeatedRows {
    private RepeatedRows() {}

    /** 0: x, 1: y, 2: the table, whose rows the number counts. */
    static void add(RowSweep s, Scratch scratch, int first, int count) {
        int k = s.columns;
        for (int done = 0; done < count; ) {
            int from = (first + done) % s.number;
            int n = Math.min(count - done, s.number - from);
            if (s.isFloat) {
                var b = scratch.floats(2, n * k);
                s.readFloats(0, first + done, n, b[0]);
                s.readFloats(2, from, n, b[1]);
                add(b[1], b[0], n * k);
                s.writeFloats(1, first + done, n, b[0]);
            } else {
                var b = scratch.doubles(2, n * k);
                s.readDoubles(0, first + done, n, b[0]);
                s.readDoubles(2, from, n, b[1]);
                add(b[1], b[0], n * k);
                s.writeDoubles(1, first + done, n, b[0]);
            }
            done += n;
        }
    }

    /** 0: the sums, 1: x; the number counts examples. Summed in double. */
    static void sum(RowSweep s, Scratch scratch, int first, int count) {
        int n = count * s.columns;
        var b = scratch.doubles(2, n);
        Arrays.fill(b[0], 0, n, 0);
        for (int e = 0; e < s.number; e++) {
            s.read(scratch, 1, e * s.rows + first, count, b[1]);
            add(b[1], b[0], n);
        }
        s.write(scratch, 0, first, count, b[0]);
    }

    private static void add(float[] x, float[] into, int n) {
        for (int j = 0; j < n; j++) {
            into[j] += x[j];
        }
    }

    private static void add(double[] x, double[] into, int n) {
        for (int j = 0; j < n; j++) {
            into[j] += x[j];
        }
    }
}
