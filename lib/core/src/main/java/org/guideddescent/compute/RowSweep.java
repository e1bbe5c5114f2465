package org.guideddescent.compute;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One pass over the rows of up to eight arrays of as many rows, some whole rows at a time. Which rows go together depends
 * on the shape of the first array alone, never on the threads.
 */
final class RowSweep implements Workers.Task {
    /** What is done with some rows; free of state, so that one object serves all calls. */
    @FunctionalInterface
    interface Body {
        void rows(RowSweep sweep, Scratch scratch, int first, int count);
    }

    /** Numbers of the first array in a panel: as doubles, three of them fit the first-level cache. */
    private static final int PANEL = 2048;

    private static final int MOST = 8;
    private static final ThreadLocal<RowSweep> CURRENT = ThreadLocal.withInitial(RowSweep::new);

    boolean isFloat;
    /** Of the first array. */
    int rows;

    int columns;
    double parameter;
    boolean flag;
    /** A whole number that the body knows what to do with. */
    int number;

    private int count;
    private final INDArray[] arrays = new INDArray[MOST];
    private final long[] starts = new long[MOST];
    private final long[] strides = new long[MOST];
    private final int[] widths = new int[MOST];
    private Body body;
    private int panelRows;

    private RowSweep() {}

    /** Begins with array 0, a matrix. */
    static RowSweep of(INDArray x) {
        var sweep = CURRENT.get();
        sweep.isFloat = x.data().dataType() == DataType.FLOAT;
        sweep.rows = Shapes.rows(x);
        sweep.columns = Math.toIntExact(Shapes.columns(x));
        sweep.count = 0;
        return sweep.and(x);
    }

    /** The next array: a matrix. */
    RowSweep and(INDArray x) {
        return add(x, Shapes.rowStride(x), (int) Shapes.columns(x));
    }

    /** The next array: one number for each column, side by side; it is row 0. */
    RowSweep andPerColumn(INDArray v) {
        return add(v, columns, columns);
    }

    /** The next array: one number for each row, side by side. */
    RowSweep andPerRow(INDArray v) {
        return add(v, 1, 1);
    }

    private RowSweep add(INDArray x, long stride, int width) {
        arrays[count] = x;
        starts[count] = Memory.address(x);
        strides[count] = stride;
        widths[count] = width;
        count++;
        return this;
    }

    RowSweep with(boolean option, double number) {
        flag = option;
        parameter = number;
        return this;
    }

    RowSweep counting(int n) {
        number = n;
        return this;
    }

    /** In panels of whole rows. */
    void run(Workers workers, Body what) {
        panelRows = Math.max(1, PANEL / columns);
        go(workers, what, (rows + panelRows - 1) / panelRows);
    }

    /** The body is given chunk numbers 0, 1, … as its first rows, and cuts the work itself. */
    void runChunks(Workers workers, Body what, int chunks) {
        panelRows = 1;
        go(workers, what, chunks);
    }

    private void go(Workers workers, Body what, int panels) {
        body = what;
        try {
            if ((long) rows * columns < Sweep.PARALLEL) {
                for (int panel = 0; panel < panels; panel++) {
                    run(panel);
                }
            } else {
                workers.run(this, panels);
            }
        } finally {
            for (int i = 0; i < count; i++) {
                Reference.reachabilityFence(arrays[i]);
                arrays[i] = null;
            }
        }
    }

    @Override
    public void run(int panel) {
        int first = panel * panelRows;
        body.rows(this, Scratch.current(), first, Math.min(panelRows, rows - first));
    }

    /** Where row {@code row} of an array starts. */
    long at(int array, int row) {
        return starts[array] + row * strides[array] * (isFloat ? 4 : 8);
    }

    /** Rows of an array as doubles side by side, whatever the type. */
    void read(Scratch scratch, int array, int first, int n, double[] into) {
        if (!isFloat) {
            readDoubles(array, first, n, into);
            return;
        }
        var block = scratch.floats(1, n * widths[array])[0];
        readFloats(array, first, n, block);
        for (int i = 0; i < n * widths[array]; i++) {
            into[i] = block[i];
        }
    }

    /** Writes doubles as rows of the sweep's type. */
    void write(Scratch scratch, int array, int first, int n, double[] from) {
        if (!isFloat) {
            writeDoubles(array, first, n, from);
            return;
        }
        var block = scratch.floats(1, n * widths[array])[0];
        for (int i = 0; i < n * widths[array]; i++) {
            block[i] = (float) from[i];
        }
        writeFloats(array, first, n, block);
    }

    void readFloats(int array, int first, int n, float[] into) {
        int width = widths[array];
        if (strides[array] == width) {
            Memory.read(at(array, first), into, n * width);
            return;
        }
        for (int r = 0; r < n; r++) {
            Memory.read(at(array, first + r), into, r * width, width);
        }
    }

    void writeFloats(int array, int first, int n, float[] from) {
        int width = widths[array];
        if (strides[array] == width) {
            Memory.write(at(array, first), from, n * width);
            return;
        }
        for (int r = 0; r < n; r++) {
            Memory.write(at(array, first + r), from, r * width, width);
        }
    }

    void readDoubles(int array, int first, int n, double[] into) {
        int width = widths[array];
        if (strides[array] == width) {
            Memory.read(at(array, first), into, n * width);
            return;
        }
        for (int r = 0; r < n; r++) {
            Memory.read(at(array, first + r), into, r * width, width);
        }
    }

    void writeDoubles(int array, int first, int n, double[] from) {
        int width = widths[array];
        if (strides[array] == width) {
            Memory.write(at(array, first), from, n * width);
            return;
        }
        for (int r = 0; r < n; r++) {
            Memory.write(at(array, first + r), from, r * width, width);
        }
    }
}
