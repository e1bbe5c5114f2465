package org.guideddescent.compute;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pools, one image a chunk and a row of places at a time, computed in double. */
final class Pool implements Workers.Task {
    private enum Kind {
        MAX,
        TAKE,
        PUT,
        AVERAGE,
        SPREAD
    }

    private static final ThreadLocal<Pool> CURRENT = ThreadLocal.withInitial(Pool::new);

    private Kind kind = Kind.MAX;
    private Sliding window;
    private boolean isFloat;
    private long pixels;
    private long chosen;
    private long places;

    private Pool() {}

    static void max(Workers workers, Sliding s, int n, INDArray x, INDArray chosen, INDArray y) {
        CURRENT.get().run(workers, Kind.MAX, s, n, x, chosen, y);
    }

    static void take(Workers workers, Sliding s, int n, INDArray x, INDArray chosen, INDArray y) {
        CURRENT.get().run(workers, Kind.TAKE, s, n, x, chosen, y);
    }

    static void put(Workers workers, Sliding s, int n, INDArray dy, INDArray chosen, INDArray dx) {
        CURRENT.get().run(workers, Kind.PUT, s, n, dx, chosen, dy);
    }

    static void average(Workers workers, Sliding s, int n, INDArray x, INDArray y) {
        CURRENT.get().run(workers, Kind.AVERAGE, s, n, x, y, y);
    }

    static void spread(Workers workers, Sliding s, int n, INDArray dy, INDArray dx) {
        CURRENT.get().run(workers, Kind.SPREAD, s, n, dx, dy, dy);
    }

    private void run(
            Workers workers, Kind what, Sliding s, int n, INDArray atPixels, INDArray choice, INDArray atPlaces) {
        kind = what;
        window = s;
        isFloat = atPixels.data().dataType() == DataType.FLOAT;
        pixels = Memory.address(atPixels);
        chosen = Memory.address(choice);
        places = Memory.address(atPlaces);
        workers.run(this, n);
        Reference.reachabilityFence(atPixels);
        Reference.reachabilityFence(choice);
        Reference.reachabilityFence(atPlaces);
    }

    @Override
    public void run(int image) {
        var w = window;
        int c = w.channels();
        int across = w.outWidth() * c;
        int size = Math.max(w.framed() * c, across);
        var scratch = Scratch.current();
        var b = scratch.doubles(5, size);
        long width = isFloat ? 4 : 8;
        long in = pixels + image * width * w.pixels() * c;
        boolean gathers = kind != Kind.PUT && kind != Kind.SPREAD;
        if (gathers) {
            frame(scratch, in, b[0], kind == Kind.MAX ? Double.NEGATIVE_INFINITY : 0);
        } else {
            Arrays.fill(b[0], 0, w.framed() * c, 0);
        }
        for (int row = 0; row < w.outHeight(); row++) {
            long at = (image * (long) w.places() + row * w.outWidth()) * c * width;
            switch (kind) {
                case MAX -> {
                    max(b, row, across);
                    write(scratch, chosen + at, b[3], across);
                }
                case TAKE -> {
                    read(scratch, chosen + at, b[3], across);
                    take(b, row, across);
                }
                case AVERAGE -> average(b, row, across);
                case PUT -> {
                    read(scratch, places + at, b[2], across);
                    read(scratch, chosen + at, b[3], across);
                    put(b, row, across);
                }
                case SPREAD -> {
                    read(scratch, places + at, b[2], across);
                    spread(b, row, across);
                }
            }
            if (gathers) {
                write(scratch, places + at, b[2], across);
            }
        }
        if (!gathers) {
            unframe(scratch, b[0], b[1], in);
        }
    }

    // The blocks: 0 the framed image, 1 what one cell of the window sees from a row of places, 2 the row, 3 its
    // choices.

    /** y is the largest; the choice is how many cells come before the first that equals it. */
    private void max(double[][] b, int row, int n) {
        var cell = b[1];
        var y = b[2];
        var before = b[3];
        var unmet = b[4];
        int cells = window.kernel() * window.kernel();
        for (int q = 0; q < cells; q++) {
            see(b[0], row, q, cell);
            for (int i = 0; i < n; i++) {
                y[i] = q == 0 ? cell[i] : Math.max(y[i], cell[i]);
            }
        }
        Arrays.fill(before, 0, n, 0);
        Arrays.fill(unmet, 0, n, 1);
        for (int q = 0; q < cells - 1; q++) {
            see(b[0], row, q, cell);
            for (int i = 0; i < n; i++) {
                unmet[i] *= differs(y[i], cell[i]);
                before[i] += unmet[i];
            }
        }
        if (cells == 1) {
            for (int i = 0; i < n; i++) {
                before[i] = 0 * bounded(y[i]);
            }
        }
    }

    // Without branches, which would be taken at random. Infinities are equal to themselves, and NaN stays.
    private static double differs(double most, double x) {
        return Math.min((bounded(most) - bounded(x)) * 0x1p1000 * 0x1p1000, 1);
    }

    private static double bounded(double x) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, x));
    }

    private void take(double[][] b, int row, int n) {
        var cell = b[1];
        var y = b[2];
        var choice = b[3];
        Arrays.fill(y, 0, n, 0);
        for (int q = 0; q < window.kernel() * window.kernel(); q++) {
            see(b[0], row, q, cell);
            for (int i = 0; i < n; i++) {
                y[i] += cell[i] * is(choice[i], q);
            }
        }
    }

    private void put(double[][] b, int row, int n) {
        var cell = b[1];
        var dy = b[2];
        var choice = b[3];
        for (int q = 0; q < window.kernel() * window.kernel(); q++) {
            for (int i = 0; i < n; i++) {
                cell[i] = dy[i] * is(choice[i], q);
            }
            show(b[0], row, q, cell);
        }
    }

    /** 1 if so, else 0, of whole numbers. */
    private static double is(double choice, int q) {
        return 1 - Math.min(Math.abs(choice - q), 1);
    }

    private void average(double[][] b, int row, int n) {
        int cells = window.kernel() * window.kernel();
        var cell = b[1];
        var y = b[2];
        Arrays.fill(y, 0, n, 0);
        for (int q = 0; q < cells; q++) {
            see(b[0], row, q, cell);
            for (int i = 0; i < n; i++) {
                y[i] += cell[i];
            }
        }
        for (int i = 0; i < n; i++) {
            y[i] /= cells;
        }
    }

    private void spread(double[][] b, int row, int n) {
        int cells = window.kernel() * window.kernel();
        for (int i = 0; i < n; i++) {
            b[2][i] /= cells;
        }
        for (int q = 0; q < cells; q++) {
            show(b[0], row, q, b[2]);
        }
    }

    private int corner(int row, int cell) {
        int k = window.kernel();
        return ((row * window.stride() + cell / k) * window.framedWidth() + cell % k) * window.channels();
    }

    private void see(double[] image, int row, int cell, double[] into) {
        int c = window.channels();
        int step = window.stride() * c;
        int from = corner(row, cell);
        for (int place = 0; place < window.outWidth(); place++) {
            System.arraycopy(image, from + place * step, into, place * c, c);
        }
    }

    private void show(double[] image, int row, int cell, double[] from) {
        int c = window.channels();
        int step = window.stride() * c;
        int to = corner(row, cell);
        for (int place = 0; place < window.outWidth(); place++) {
            for (int i = 0; i < c; i++) {
                image[to + place * step + i] += from[place * c + i];
            }
        }
    }

    private void frame(Scratch scratch, long image, double[] into, double outside) {
        var w = window;
        int n = w.width() * w.channels();
        if (w.padding() > 0) {
            Arrays.fill(into, 0, w.framed() * w.channels(), outside);
        }
        for (int y = 0; y < w.height(); y++) {
            int to = ((y + w.padding()) * w.framedWidth() + w.padding()) * w.channels();
            long from = image + (isFloat ? 4L : 8L) * y * n;
            if (isFloat) {
                var f = scratch.floats(1, n)[0];
                Memory.read(from, f, n);
                for (int i = 0; i < n; i++) {
                    into[to + i] = f[i];
                }
            } else {
                Memory.read(from, into, to, n);
            }
        }
    }

    private void unframe(Scratch scratch, double[] framed, double[] line, long image) {
        var w = window;
        int n = w.width() * w.channels();
        for (int y = 0; y < w.height(); y++) {
            int from = ((y + w.padding()) * w.framedWidth() + w.padding()) * w.channels();
            System.arraycopy(framed, from, line, 0, n);
            write(scratch, image + (isFloat ? 4L : 8L) * y * n, line, n);
        }
    }

    private void read(Scratch scratch, long address, double[] into, int n) {
        Sweep.read(scratch, isFloat, address, into, n);
    }

    private void write(Scratch scratch, long address, double[] from, int n) {
        Sweep.write(scratch, isFloat, address, from, n);
    }
}
