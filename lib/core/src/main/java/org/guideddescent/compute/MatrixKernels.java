package org.guideddescent.compute;

/** Bodies of sweeps that scale the rows or columns of a matrix, fill it from two vectors, or turn it. */
final class MatrixKernels {
    private MatrixKernels() {}

    /** x: the matrix, y: a factor for each row. */
    static void scaleRows(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var height = s.height(panel);
        var across = s.across(panel);
        var factors = s.y() + s.firstRow(panel) * s.bytes();
        if (s.isFloat) {
            var b = scratch.floats(2, n);
            Memory.read(s.x(panel), b[0], n);
            Memory.read(factors, b[1], height);
            for (var r = 0; r < height; r++) {
                scale(b[1][r], b[0], r * across, across);
            }
            Memory.write(s.x(panel), b[0], n);
        } else {
            var b = scratch.doubles(2, n);
            Memory.read(s.x(panel), b[0], n);
            Memory.read(factors, b[1], height);
            for (var r = 0; r < height; r++) {
                scale(b[1][r], b[0], r * across, across);
            }
            Memory.write(s.x(panel), b[0], n);
        }
    }

    private static void scale(float factor, float[] x, int from, int n) {
        for (var j = from; j < from + n; j++) {
            x[j] *= factor;
        }
    }

    private static void scale(double factor, double[] x, int from, int n) {
        for (var j = from; j < from + n; j++) {
            x[j] *= factor;
        }
    }

    /** x: the matrix, y: a factor for each column. */
    static void scaleColumns(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var across = s.across(panel);
        var factors = s.y() + s.firstColumn(panel) * s.bytes();
        if (s.isFloat) {
            var b = scratch.floats(2, n);
            Memory.read(s.x(panel), b[0], n);
            Memory.read(factors, b[1], across);
            for (var from = 0; from < n; from += across) {
                scale(b[1], b[0], from, across);
            }
            Memory.write(s.x(panel), b[0], n);
        } else {
            var b = scratch.doubles(2, n);
            Memory.read(s.x(panel), b[0], n);
            Memory.read(factors, b[1], across);
            for (var from = 0; from < n; from += across) {
                scale(b[1], b[0], from, across);
            }
            Memory.write(s.x(panel), b[0], n);
        }
    }

    private static void scale(float[] factors, float[] x, int from, int n) {
        for (var j = 0; j < n; j++) {
            x[from + j] *= factors[j];
        }
    }

    private static void scale(double[] factors, double[] x, int from, int n) {
        for (var j = 0; j < n; j++) {
            x[from + j] *= factors[j];
        }
    }

    /** x: the output, y: a number for each row, z: for each column; the parameter says products (0) or minima (1). */
    static void outer(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var height = s.height(panel);
        var across = s.across(panel);
        var rows = s.y() + s.firstRow(panel) * s.bytes();
        var columns = s.z() + s.firstColumn(panel) * s.bytes();
        var minimum = s.parameter != 0;
        if (s.isFloat) {
            var b = scratch.floats(3, n);
            Memory.read(rows, b[1], height);
            Memory.read(columns, b[2], across);
            for (var r = 0; r < height; r++) {
                outer(minimum, b[1][r], b[2], b[0], r * across, across);
            }
            Memory.write(s.x(panel), b[0], n);
        } else {
            var b = scratch.doubles(3, n);
            Memory.read(rows, b[1], height);
            Memory.read(columns, b[2], across);
            for (var r = 0; r < height; r++) {
                outer(minimum, b[1][r], b[2], b[0], r * across, across);
            }
            Memory.write(s.x(panel), b[0], n);
        }
    }

    private static void outer(boolean minimum, float row, float[] columns, float[] out, int from, int n) {
        if (minimum) {
            for (var j = 0; j < n; j++) {
                out[from + j] = Math.min(row, columns[j]);
            }
        } else {
            for (var j = 0; j < n; j++) {
                out[from + j] = row * columns[j];
            }
        }
    }

    private static void outer(boolean minimum, double row, double[] columns, double[] out, int from, int n) {
        if (minimum) {
            for (var j = 0; j < n; j++) {
                out[from + j] = Math.min(row, columns[j]);
            }
        } else {
            for (var j = 0; j < n; j++) {
                out[from + j] = row * columns[j];
            }
        }
    }

    /** x: the matrix, y: the output; a panel of {@link Sweep#byTiles}. */
    static void transpose(Sweep s, Scratch scratch, int panel) {
        var to = s.y() + (s.firstColumn(panel) * s.yStride() + s.firstRow(panel)) * s.bytes();
        tile(s.isFloat, scratch, s.x(panel), s.xStride(), s.height(panel), s.across(panel), to, s.yStride());
    }

    /** Turns a tile of height × across numbers, which is at most {@link Sweep#TILE} a side. */
    static void tile(
            boolean isFloat,
            Scratch scratch,
            long from,
            long fromStride,
            int height,
            int across,
            long to,
            long toStride) {
        if (isFloat) {
            var b = scratch.floats(2, Sweep.TILE * Sweep.TILE);
            for (var r = 0; r < height; r++) {
                Memory.read(from + r * fromStride * 4, b[0], across);
                for (var j = 0; j < across; j++) {
                    b[1][j * height + r] = b[0][j];
                }
            }
            for (var j = 0; j < across; j++) {
                System.arraycopy(b[1], j * height, b[0], 0, height);
                Memory.write(to + j * toStride * 4, b[0], height);
            }
        } else {
            var b = scratch.doubles(2, Sweep.TILE * Sweep.TILE);
            for (var r = 0; r < height; r++) {
                Memory.read(from + r * fromStride * 8, b[0], across);
                for (var j = 0; j < across; j++) {
                    b[1][j * height + r] = b[0][j];
                }
            }
            for (var j = 0; j < across; j++) {
                System.arraycopy(b[1], j * height, b[0], 0, height);
                Memory.write(to + j * toStride * 8, b[0], height);
            }
        }
    }
}
