package org.guideddescent.compute;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One pass over up to three matrices of one shape, panel by panel. A panel is some whole rows of contiguous matrices, or
 * a piece of one row. Its bounds depend on the shapes alone, never on the threads, and so do results.
 */
final class Sweep implements Workers.Task {
    /** What is done with a panel; free of state, so that one object serves all calls. */
    @FunctionalInterface
    interface Body {
        void panel(Sweep sweep, Scratch scratch, int panel);
    }

    /** Below this many numbers waking a helper costs more than it saves. */
    static final int PARALLEL = 32_768;

    boolean isFloat;
    double parameter;
    int rows;
    int columns;
    double[] partials;
    private Body body;
    private INDArray x;
    private INDArray y;
    private INDArray z;
    private long xAt;
    private long yAt;
    private long zAt;
    private long xStride;
    private long yStride;
    private long zStride;
    private long width;
    private int panelRows;
    private int panelColumns;
    private int panelsAcross;
    int panels;

    /** Elementwise over x, y and z (repeat one where there are fewer): rows do not matter if all are contiguous. */
    static double flat(Workers workers, Body body, double parameter, INDArray x, INDArray y, INDArray z) {
        var sweep = Scratch.current().sweep;
        var flat = Shapes.contiguous(x) && Shapes.contiguous(y) && Shapes.contiguous(z);
        sweep.aim(body, parameter, x, y, z);
        if (flat) {
            sweep.shape(1, x.length(), 1, Scratch.BLOCK);
        } else {
            sweep.shape(Shapes.rows(x), Shapes.columns(x), 1, Scratch.BLOCK);
        }
        return sweep.go(workers);
    }

    /** In panels of whole rows, however long a row is. */
    static double byRows(Workers workers, Body body, double parameter, INDArray x, INDArray y, INDArray z) {
        var sweep = Scratch.current().sweep;
        sweep.aim(body, parameter, x, y, z);
        var columns = Math.toIntExact(Shapes.columns(x));
        var flat = Shapes.contiguous(x) && Shapes.contiguous(z);
        sweep.shape(Shapes.rows(x), columns, flat ? Math.max(1, Scratch.BLOCK / columns) : 1, columns);
        return sweep.go(workers);
    }

    private void aim(Body what, double number, INDArray first, INDArray second, INDArray third) {
        body = what;
        parameter = number;
        x = first;
        y = second;
        z = third;
        isFloat = first.data().dataType() == DataType.FLOAT;
        xAt = Memory.address(first);
        yAt = Memory.address(second);
        zAt = Memory.address(third);
        xStride = Shapes.rowStride(first);
        yStride = Shapes.rowStride(second);
        zStride = Shapes.rowStride(third);
    }

    private void shape(int height, long across, int rowsEach, int columnsEach) {
        rows = height;
        width = across;
        panelRows = rowsEach;
        panelColumns = (int) Math.min(across, columnsEach);
        panelsAcross = Math.toIntExact((across + panelColumns - 1) / panelColumns);
        panels = Math.multiplyExact((height + rowsEach - 1) / rowsEach, panelsAcross);
        columns = panelColumns;
    }

    /** Runs, and adds the partial results in the order of the panels. */
    private double go(Workers workers) {
        partials = Scratch.current().partials(panels);
        java.util.Arrays.fill(partials, 0, panels, 0);
        // Narrow panels are handed out several at a time.
        var small = rows * width < PARALLEL;
        try {
            if (small) {
                for (var panel = 0; panel < panels; panel++) {
                    body.panel(this, Scratch.current(), panel);
                }
            } else {
                workers.run(this, (panels + batch() - 1) / batch());
            }
        } finally {
            Reference.reachabilityFence(x);
            Reference.reachabilityFence(y);
            Reference.reachabilityFence(z);
            x = null;
            y = null;
            z = null;
        }
        var sum = 0.0;
        for (var panel = 0; panel < panels; panel++) {
            sum += partials[panel];
        }
        return sum;
    }

    private int batch() {
        return Math.max(1, Scratch.BLOCK / (panelRows * panelColumns));
    }

    @Override
    public void run(int chunk) {
        var scratch = Scratch.current();
        var end = Math.min(panels, (chunk + 1) * batch());
        for (var panel = chunk * batch(); panel < end; panel++) {
            body.panel(this, scratch, panel);
        }
    }

    int firstRow(int panel) {
        return panel / panelsAcross * panelRows;
    }

    int height(int panel) {
        return Math.min(panelRows, rows - firstRow(panel));
    }

    /** Numbers in the panel. */
    int size(int panel) {
        var left = width - (long) (panel % panelsAcross) * panelColumns;
        return height(panel) * (int) Math.min(panelColumns, left);
    }

    long x(int panel) {
        return at(xAt, xStride, panel);
    }

    long y(int panel) {
        return at(yAt, yStride, panel);
    }

    long z(int panel) {
        return at(zAt, zStride, panel);
    }

    /** Where y starts, for a y of another shape. */
    long y() {
        return yAt;
    }

    /** Where row {@code row} of y starts. */
    long yRow(int row) {
        return yAt + row * yStride * (isFloat ? 4L : 8L);
    }

    private long at(long start, long stride, int panel) {
        var column = (long) (panel % panelsAcross) * panelColumns;
        return start + (firstRow(panel) * stride + column) * (isFloat ? 4L : 8L);
    }

    /** The numbers at an address as doubles, whatever the type. */
    void read(Scratch scratch, long address, double[] into, int n) {
        if (isFloat) {
            var block = scratch.floats(1, n)[0];
            Memory.read(address, block, n);
            for (var i = 0; i < n; i++) {
                into[i] = block[i];
            }
        } else {
            Memory.read(address, into, n);
        }
    }

    /** Writes doubles as numbers of the sweep's type. */
    void write(Scratch scratch, long address, double[] from, int n) {
        if (isFloat) {
            var block = scratch.floats(1, n)[0];
            for (var i = 0; i < n; i++) {
                block[i] = (float) from[i];
            }
            Memory.write(address, block, n);
        } else {
            Memory.write(address, from, n);
        }
    }
}
