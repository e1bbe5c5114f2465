package org.guideddescent.compute;

import java.util.Arrays;

/**
 * Pools of one image of floats, a row of places at a time. The blocks: 0 the framed image, 1 what one cell of the window
 * sees from a row of places, 2 the numbers of the row, 3 its choices, 4 for work, then the
 * cells of a small window.
 */
final class FloatPool {
    /** Cells that are seen once only. */
    private static final int KEPT = 4;

    static final int BLOCKS = 5 + KEPT;

    private FloatPool() {}

    /** y is the largest; the choice is how many cells come before the first that equals it. */
    static void max(Sliding w, float[][] b, int row, int n) {
        var y = b[2];
        var before = b[3];
        var unmet = b[4];
        int cells = w.kernel() * w.kernel();
        for (int q = 0; q < cells; q++) {
            var cell = cell(b, q, cells);
            see(w, b[0], row, q, cell);
            if (q == 0) {
                System.arraycopy(cell, 0, y, 0, n);
            } else {
                larger(y, cell, n);
            }
        }
        // NaN times 0 is NaN, which a window of one cell shows too.
        for (int i = 0; i < n; i++) {
            before[i] = 0 * bounded(y[i]);
        }
        Arrays.fill(unmet, 0, n, 1);
        for (int q = 0; q < cells - 1; q++) {
            var cell = cell(b, q, cells);
            if (cells > KEPT) {
                see(w, b[0], row, q, cell);
            }
            count(y, cell, unmet, before, n);
        }
    }

    /** Where a cell's numbers stay, for few cells, or pass by. */
    private static float[] cell(float[][] b, int q, int cells) {
        return b[cells > KEPT ? 1 : BLOCKS - KEPT + q];
    }

    // Of arrays that begin at the same index: the JVM does not vectorize others, which might overlap.
    private static void count(float[] y, float[] cell, float[] unmet, float[] before, int n) {
        for (int i = 0; i < n; i++) {
            unmet[i] *= differs(y[i], cell[i]);
            before[i] += unmet[i];
        }
    }

    private static void larger(float[] y, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(y[i], x[i]);
        }
    }

    // Without branches, which would be taken at random. Infinities are equal to themselves, and NaN stays.
    private static float differs(float most, float x) {
        return Math.min((bounded(most) - bounded(x)) * 0x1p100f * 0x1p100f, 1);
    }

    private static float bounded(float x) {
        return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, x));
    }

    static void take(Sliding w, float[][] b, int row, int n) {
        var cell = b[1];
        var y = b[2];
        var choice = b[3];
        Arrays.fill(y, 0, n, 0);
        for (int q = 0; q < w.kernel() * w.kernel(); q++) {
            see(w, b[0], row, q, cell);
            for (int i = 0; i < n; i++) {
                y[i] += cell[i] * is(choice[i], q);
            }
        }
    }

    static void put(Sliding w, float[][] b, int row, int n) {
        var cell = b[1];
        var dy = b[2];
        var choice = b[3];
        for (int q = 0; q < w.kernel() * w.kernel(); q++) {
            for (int i = 0; i < n; i++) {
                cell[i] = dy[i] * is(choice[i], q);
            }
            show(w, b[0], row, q, cell);
        }
    }

    /** 1 if so, else 0, of whole numbers. */
    private static float is(float choice, int q) {
        return 1 - Math.min(Math.abs(choice - q), 1);
    }

    static void average(Sliding w, float[][] b, int row, int n) {
        int cells = w.kernel() * w.kernel();
        var cell = b[1];
        var y = b[2];
        Arrays.fill(y, 0, n, 0);
        for (int q = 0; q < cells; q++) {
            see(w, b[0], row, q, cell);
            for (int i = 0; i < n; i++) {
                y[i] += cell[i];
            }
        }
        for (int i = 0; i < n; i++) {
            y[i] /= cells;
        }
    }

    static void spread(Sliding w, float[][] b, int row, int n) {
        int cells = w.kernel() * w.kernel();
        for (int i = 0; i < n; i++) {
            b[2][i] /= cells;
        }
        for (int q = 0; q < cells; q++) {
            show(w, b[0], row, q, b[2]);
        }
    }

    private static void see(Sliding w, float[] image, int row, int cell, float[] into) {
        int c = w.channels();
        int step = w.stride() * c;
        int from = Pool.corner(w, row, cell);
        for (int place = 0; place < w.outWidth(); place++) {
            System.arraycopy(image, from + place * step, into, place * c, c);
        }
    }

    private static void show(Sliding w, float[] image, int row, int cell, float[] from) {
        int c = w.channels();
        int step = w.stride() * c;
        int to = Pool.corner(w, row, cell);
        boolean alone = w.stride() >= w.kernel();
        for (int place = 0; place < w.outWidth(); place++) {
            if (alone) {
                System.arraycopy(from, place * c, image, to + place * step, c);
            } else {
                add(from, place * c, image, to + place * step, c);
            }
        }
    }

    private static void add(float[] x, int at, float[] to, int into, int n) {
        for (int i = 0; i < n; i++) {
            to[into + i] += x[at + i];
        }
    }

    static void frame(Sliding w, long image, float[] into, float outside) {
        int n = w.width() * w.channels();
        if (w.padding() == 0) {
            Memory.read(image, into, w.height() * n);
            return;
        }
        Arrays.fill(into, 0, w.framed() * w.channels(), outside);
        for (int y = 0; y < w.height(); y++) {
            Memory.read(image + 4L * y * n, into, Pool.pixel(w, y), n);
        }
    }

    static void unframe(Sliding w, float[] framed, long image) {
        int n = w.width() * w.channels();
        if (w.padding() == 0) {
            Memory.write(image, framed, w.height() * n);
            return;
        }
        for (int y = 0; y < w.height(); y++) {
            Memory.write(image + 4L * y * n, framed, Pool.pixel(w, y), n);
        }
    }
}
