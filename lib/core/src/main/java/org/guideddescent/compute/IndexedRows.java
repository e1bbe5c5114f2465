package org.guideddescent.compute;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Rows of a table taken or increased by index. */
final class IndexedRows {
    /** Columns that one chunk of a scatter covers: some cache lines. */
    private static final int STRIPE = 64;

    private IndexedRows() {}

    static void gather(Workers workers, INDArray table, INDArray indices, INDArray out) {
        var sweep = RowSweep.of(out).andPerRow(indices).and(table);
        check("gatherRows", sweep, 1, Shapes.rows(table));
        sweep.run(workers, IndexedRows::gather);
    }

    /** 0: the result, 1: the indices, 2: the table. */
    private static void gather(RowSweep s, Scratch scratch, int first, int count) {
        var index = scratch.doubles(1, count)[0];
        s.read(scratch, 1, first, count, index);
        if (s.isFloat) {
            var row = scratch.floats(1, s.columns)[0];
            for (int r = 0; r < count; r++) {
                Memory.read(s.at(2, (int) index[r]), row, s.columns);
                Memory.write(s.at(0, first + r), row, s.columns);
            }
        } else {
            var row = scratch.doubles(2, s.columns)[1];
            for (int r = 0; r < count; r++) {
                Memory.read(s.at(2, (int) index[r]), row, s.columns);
                Memory.write(s.at(0, first + r), row, s.columns);
            }
        }
    }

    static void scatterAdd(Workers workers, INDArray indices, INDArray dy, INDArray dTable) {
        var sweep = RowSweep.of(dy).andPerRow(indices).and(dTable);
        check("scatterAddRows", sweep, 1, Shapes.rows(dTable));
        sweep.runChunks(workers, IndexedRows::scatter, (sweep.columns + STRIPE - 1) / STRIPE);
    }

    /** 0: dy, 1: the indices, 2: the table; a stripe of columns of all rows, so that each sum is one thread's. */
    private static void scatter(RowSweep s, Scratch scratch, int stripe, int all) {
        int n = Math.min(STRIPE, s.columns - stripe * STRIPE);
        var index = scratch.doubles(3, s.rows)[0];
        s.read(scratch, 1, 0, s.rows, index);
        if (s.isFloat) {
            long from = 4L * stripe * STRIPE;
            var b = scratch.floats(2, n);
            for (int r = 0; r < s.rows; r++) {
                long to = s.at(2, (int) index[r]) + from;
                Memory.read(s.at(0, r) + from, b[0], n);
                Memory.read(to, b[1], n);
                add(b[0], b[1], n);
                Memory.write(to, b[1], n);
            }
        } else {
            long from = 8L * stripe * STRIPE;
            var b = scratch.doubles(3, n);
            for (int r = 0; r < s.rows; r++) {
                long to = s.at(2, (int) index[r]) + from;
                Memory.read(s.at(0, r) + from, b[1], n);
                Memory.read(to, b[2], n);
                add(b[1], b[2], n);
                Memory.write(to, b[2], n);
            }
        }
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

    /** Reads all indices first, so that nothing is written if one is refused, and the first such is named. */
    private static void check(String op, RowSweep s, int array, int tableRows) {
        var scratch = Scratch.current();
        var index = scratch.doubles(1, s.rows)[0];
        s.read(scratch, array, 0, s.rows, index);
        for (int r = 0; r < s.rows; r++) {
            index(op, index[r], r, tableRows);
        }
    }

    /** An index refused unless it is a whole number in 0 … tableRows − 1. */
    static int index(String op, double value, long row, int tableRows) {
        int index = (int) value;
        if (index != value || index < 0 || index >= tableRows) {
            throw new IllegalArgumentException(op + ": the index of row " + row + " must be a whole number from 0 to "
                    + (tableRows - 1) + ", got " + value);
        }
        return index;
    }
}
