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

    /** Side of the panels of {@link #byTiles}. */
    static final int TILE = 64;

    /** The most columns that {@link #byColumns} takes at a time. */
    private static final int STRIPE = 256;

    boolean isFloat;
    double parameter;
    /** A parameter of 64 bits. */
    long key;

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

    /** {@link #flat} with a parameter of 64 bits. */
    static void keyed(Workers workers, Body body, long key, INDArray x) {
        keyed(workers, body, key, 0, x);
    }

    /** The same with a number too. */
    static void keyed(Workers workers, Body body, long key, double parameter, INDArray x) {
        Scratch.current().sweep.key = key;
        flat(workers, body, parameter, x, x, x);
    }

    /** In panels of some whole rows, or of a piece of one row where rows are long. */
    static double inRows(Workers workers, Body body, double parameter, INDArray x, INDArray y, INDArray z) {
        var sweep = Scratch.current().sweep;
        sweep.aim(body, parameter, x, y, z);
        var columns = Shapes.columns(x);
        var together = Shapes.contiguous(x) ? (int) Math.max(1, Scratch.BLOCK / columns) : 1;
        sweep.shape(Shapes.rows(x), columns, together, Scratch.BLOCK);
        return sweep.go(workers);
    }

    /** In panels of all rows of some columns of x. */
    static double byColumns(Workers workers, Body body, INDArray x, INDArray y) {
        return byColumns(workers, body, x, y, x);
    }

    /** The same with z of the shape of x. */
    static double byColumns(Workers workers, Body body, INDArray x, INDArray y, INDArray z) {
        var sweep = Scratch.current().sweep;
        sweep.aim(body, 0, x, y, z);
        var columns = Shapes.columns(x);
        // Half of a narrow matrix for each of two threads, but no less than some cache lines a row.
        var stripe = (int) Math.min(STRIPE, Math.max(STRIPE / 8, (columns + 1) / 2));
        sweep.shape(Shapes.rows(x), columns, Shapes.rows(x), stripe);
        return sweep.go(workers);
    }

    /** In square panels of x. */
    static double byTiles(Workers workers, Body body, INDArray x, INDArray y) {
        var sweep = Scratch.current().sweep;
        sweep.aim(body, 0, x, y, x);
        sweep.shape(Shapes.rows(x), Shapes.columns(x), TILE, TILE);
        return sweep.go(workers);
    }

    /** In panels of {@code size} numbers of a contiguous x, except the last. */
    static double inPieces(Workers workers, Body body, double parameter, INDArray x, INDArray y, INDArray z, int size) {
        var sweep = Scratch.current().sweep;
        sweep.aim(body, parameter, x, y, z);
        sweep.shape(1, x.length(), 1, size);
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
        return (int) Math.max(1, Scratch.BLOCK / ((long) panelRows * panelColumns));
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
        return height(panel) * across(panel);
    }

    /** Where the panel begins in its row. */
    long firstColumn(int panel) {
        return (long) (panel % panelsAcross) * panelColumns;
    }

    /** Numbers in each row of the panel. */
    int across(int panel) {
        return (int) Math.min(panelColumns, width - firstColumn(panel));
    }

    /** Numbers of x before the panel, row by row. */
    long index(int panel) {
        return firstRow(panel) * width + firstColumn(panel);
    }

    /** Bytes of one number. */
    long bytes() {
        return isFloat ? 4 : 8;
    }

    long xStride() {
        return xStride;
    }

    long yStride() {
        return yStride;
    }

    long zStride() {
        return zStride;
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

    /** Where z starts, for a z of another shape. */
    long z() {
        return zAt;
    }

    /** Where row {@code row} of y starts. */
    long yRow(int row) {
        return yAt + row * yStride * bytes();
    }

    private long at(long start, long stride, int panel) {
        return start + (firstRow(panel) * stride + firstColumn(panel)) * bytes();
    }

    /** The numbers at an address as doubles, whatever the type. */
    void read(Scratch scratch, long address, double[] into, int n) {
        read(scratch, isFloat, address, into, n);
    }

    static void read(Scratch scratch, boolean isFloat, long address, double[] into, int n) {
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
        write(scratch, isFloat, address, from, n);
    }

    static void write(Scratch scratch, boolean isFloat, long address, double[] from, int n) {
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
