package org.guideddescent.compute;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pools, one image a chunk and on the caller's type. */
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
        try {
            workers.run(this, n);
        } finally {
            Reference.reachabilityFence(atPixels);
            Reference.reachabilityFence(choice);
            Reference.reachabilityFence(atPlaces);
        }
    }

    @Override
    public void run(int image) {
        var w = window;
        int across = w.outWidth() * w.channels();
        int size = Math.max(w.framed() * w.channels(), across);
        long width = isFloat ? 4 : 8;
        long in = pixels + image * width * w.pixels() * w.channels();
        long at = image * width * w.places() * w.channels();
        if (isFloat) {
            floats(Scratch.current().floats(FloatPool.BLOCKS, size), in, at, across);
        } else {
            doubles(Scratch.current().doubles(DoublePool.BLOCKS, size), in, at, across);
        }
    }

    private boolean gathers() {
        return kind != Kind.PUT && kind != Kind.SPREAD;
    }

    private void floats(float[][] b, long in, long at, int across) {
        var w = window;
        if (gathers()) {
            FloatPool.frame(w, in, b[0], kind == Kind.MAX ? Float.NEGATIVE_INFINITY : 0);
        } else {
            Arrays.fill(b[0], 0, w.framed() * w.channels(), 0);
        }
        for (int row = 0; row < w.outHeight(); row++, at += 4L * across) {
            if (!gathers()) {
                Memory.read(places + at, b[2], across);
            }
            if (kind == Kind.TAKE || kind == Kind.PUT) {
                Memory.read(chosen + at, b[3], across);
            }
            switch (kind) {
                case MAX -> FloatPool.max(w, b, row, across);
                case TAKE -> FloatPool.take(w, b, row, across);
                case PUT -> FloatPool.put(w, b, row, across);
                case AVERAGE -> FloatPool.average(w, b, row, across);
                case SPREAD -> FloatPool.spread(w, b, row, across);
            }
            if (kind == Kind.MAX) {
                Memory.write(chosen + at, b[3], across);
            }
            if (gathers()) {
                Memory.write(places + at, b[2], across);
            }
        }
        if (!gathers()) {
            FloatPool.unframe(w, b[0], in);
        }
    }

    private void doubles(double[][] b, long in, long at, int across) {
        var w = window;
        if (gathers()) {
            DoublePool.frame(w, in, b[0], kind == Kind.MAX ? Double.NEGATIVE_INFINITY : 0);
        } else {
            Arrays.fill(b[0], 0, w.framed() * w.channels(), 0);
        }
        for (int row = 0; row < w.outHeight(); row++, at += 8L * across) {
            if (!gathers()) {
                Memory.read(places + at, b[2], across);
            }
            if (kind == Kind.TAKE || kind == Kind.PUT) {
                Memory.read(chosen + at, b[3], across);
            }
            switch (kind) {
                case MAX -> DoublePool.max(w, b, row, across);
                case TAKE -> DoublePool.take(w, b, row, across);
                case PUT -> DoublePool.put(w, b, row, across);
                case AVERAGE -> DoublePool.average(w, b, row, across);
                case SPREAD -> DoublePool.spread(w, b, row, across);
            }
            if (kind == Kind.MAX) {
                Memory.write(chosen + at, b[3], across);
            }
            if (gathers()) {
                Memory.write(places + at, b[2], across);
            }
        }
        if (!gathers()) {
            DoublePool.unframe(w, b[0], in);
        }
    }

    /** Where a cell of the window sees the first place of a row, in the framed image. */
    static int corner(Sliding w, int row, int cell) {
        int k = w.kernel();
        return ((row * w.stride() + cell / k) * w.framedWidth() + cell % k) * w.channels();
    }

    /** Where a row of the image begins in the framed one. */
    static int pixel(Sliding w, int row) {
        return ((row + w.padding()) * w.framedWidth() + w.padding()) * w.channels();
    }
}
