package org.guideddescent.compute;

import java.util.Arrays;

/** Bodies of sweeps that scale and shift the columns of a matrix into another, and multiply columns of two. */
final class ColumnKernels {
    /** Rows whose products are added as floats before the sum goes on in double: quick, and too few to lose digits. */
    private static final int FLOAT_ROWS = 16;

    private ColumnKernels() {}

    /** 0: x, 1: y, 2: gain, 3: bias if the flag says so; a row sweep. */
    static void affine(RowSweep s, Scratch scratch, int first, int count) {
        int k = s.columns;
        if (s.isFloat) {
            var b = scratch.floats(3, count * k);
            s.readFloats(0, first, count, b[0]);
            s.readFloats(2, 0, 1, b[1]);
            if (s.flag) {
                s.readFloats(3, 0, 1, b[2]);
            }
            for (int from = 0; from < count * k; from += k) {
                affine(b[0], from, k, b[1], b[2], s.flag);
            }
            s.writeFloats(1, first, count, b[0]);
        } else {
            var b = scratch.doubles(3, count * k);
            s.readDoubles(0, first, count, b[0]);
            s.readDoubles(2, 0, 1, b[1]);
            if (s.flag) {
                s.readDoubles(3, 0, 1, b[2]);
            }
            for (int from = 0; from < count * k; from += k) {
                affine(b[0], from, k, b[1], b[2], s.flag);
            }
            s.writeDoubles(1, first, count, b[0]);
        }
    }

    private static void affine(float[] x, int from, int n, float[] gain, float[] bias, boolean shift) {
        if (shift) {
            for (int j = 0; j < n; j++) {
                x[from + j] = gain[j] * x[from + j] + bias[j];
            }
        } else {
            for (int j = 0; j < n; j++) {
                x[from + j] *= gain[j];
            }
        }
    }

    private static void affine(double[] x, int from, int n, double[] gain, double[] bias, boolean shift) {
        if (shift) {
            for (int j = 0; j < n; j++) {
                x[from + j] = gain[j] * x[from + j] + bias[j];
            }
        } else {
            for (int j = 0; j < n; j++) {
                x[from + j] *= gain[j];
            }
        }
    }

    /** x and z: the matrices, y: the result; a panel of {@link Sweep#byColumns}. */
    static void dots(Sweep s, Scratch scratch, int panel) {
        int n = s.across(panel);
        if (s.isFloat) {
            floatDots(s, scratch, panel, n);
            return;
        }
        var b = scratch.doubles(3, n);
        Arrays.fill(b[2], 0, n, 0);
        for (int i = 0; i < s.rows; i++) {
            Memory.read(s.x(panel) + i * s.xStride() * 8, b[0], n);
            Memory.read(s.z(panel) + i * s.zStride() * 8, b[1], n);
            for (int j = 0; j < n; j++) {
                b[2][j] += b[0][j] * b[1][j];
            }
        }
        Memory.write(s.y() + s.firstColumn(panel) * 8, b[2], n);
    }

    private static void floatDots(Sweep s, Scratch scratch, int panel, int n) {
        var total = scratch.doubles(1, n)[0];
        var f = scratch.floats(3, n);
        Arrays.fill(total, 0, n, 0);
        for (int first = 0; first < s.rows; first += FLOAT_ROWS) {
            Arrays.fill(f[2], 0, n, 0);
            int end = Math.min(s.rows, first + FLOAT_ROWS);
            for (int i = first; i < end; i++) {
                Memory.read(s.x(panel) + i * s.xStride() * 4, f[0], n);
                Memory.read(s.z(panel) + i * s.zStride() * 4, f[1], n);
                addProducts(f[0], f[1], f[2], n);
            }
            for (int j = 0; j < n; j++) {
                total[j] += f[2][j];
            }
        }
        s.write(scratch, s.y() + s.firstColumn(panel) * 4, total, n);
    }

    private static void addProducts(float[] x, float[] y, float[] sums, int n) {
        for (int j = 0; j < n; j++) {
            sums[j] += x[j] * y[j];
        }
    }
}
