package org.guideddescent.compute;

import java.nio.ByteOrder;
import java.util.Arrays;

/** Patches of one image and back. Copies move bits, so a double is two floats there. */
final class Patches {
    /** The bits of 1 as a double, in the order of this machine. */
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private static final float UPPER = Float.intBitsToFloat((int) (Double.doubleToLongBits(1) >>> 32));
    private static final float FIRST_HALF = LITTLE ? 0 : UPPER;
    private static final float SECOND_HALF = LITTLE ? UPPER : 0;

    private Patches() {}

    /** Writes the patches of the image at that address to another, each followed by a one if told so. */
    static void of(Sliding w, boolean isFloat, boolean ones, long image, long out) {
        int c = w.channels() * (isFloat ? 1 : 2);
        int across = w.outWidth() * (w.patch() + (ones ? 1 : 0)) * (isFloat ? 1 : 2);
        var b = Scratch.current().floats(2, Math.max(w.framed() * c, across));
        frame(w, image, b[0], c);
        for (int row = 0; row < w.outHeight(); row++) {
            row(w, b[0], row * w.stride() * w.framedWidth() * c, b[1], c, ones ? isFloat ? 1 : 2 : 0);
            Memory.write(out + 4L * row * across, b[1], across);
        }
    }

    /** Whether patches are laid out turned: where there is one channel, runs of places are longer than those of cells. */
    static boolean turned(Sliding w) {
        return w.channels() == 1 && w.stride() == 1;
    }

    /**
     * Writes what each cell of the window sees as a row, then a row of ones if told so.
     *
     * @param stride numbers from one row to the next
     */
    static void turned(Sliding w, boolean isFloat, boolean ones, long image, long out, int stride) {
        int c = isFloat ? 1 : 2;
        int line = w.outWidth() * c;
        int size = w.places() * c;
        var b = Scratch.current().floats(2, Math.max(w.framed() * c, size));
        frame(w, image, b[0], c);
        int cells = w.kernel() * w.kernel();
        for (int cell = 0; cell < cells; cell++) {
            int from = (cell / w.kernel() * w.framedWidth() + cell % w.kernel()) * c;
            for (int y = 0; y < w.outHeight(); y++) {
                System.arraycopy(b[0], from + y * w.framedWidth() * c, b[1], y * line, line);
            }
            Memory.write(out + 4L * cell * stride * c, b[1], size);
        }
        if (ones) {
            ones(isFloat, b[1], size);
            Memory.write(out + 4L * cells * stride * c, b[1], size);
        }
    }

    /** The image in a frame of zeros. */
    static void frame(Sliding w, long image, float[] into, int c) {
        int p = w.padding();
        int line = w.width() * c;
        int framed = w.framedWidth() * c;
        if (p == 0) {
            Memory.read(image, into, w.height() * line);
            return;
        }
        Arrays.fill(into, 0, w.framed() * c, 0);
        for (int y = 0; y < w.height(); y++) {
            Memory.read(image + 4L * y * line, into, (y + p) * framed + p * c, line);
        }
    }

    /** The patches of one row of places. */
    private static void row(Sliding w, float[] image, int from, float[] out, int c, int one) {
        int k = w.kernel();
        int run = k * c;
        int framed = w.framedWidth() * c;
        int step = w.stride() * c;
        int to = 0;
        for (int place = 0; place < w.outWidth(); place++) {
            int at = from + place * step;
            for (int y = 0; y < k; y++) {
                copy(image, at + y * framed, out, to, run);
                to += run;
            }
            if (one == 1) {
                out[to++] = 1;
            } else if (one == 2) {
                out[to++] = FIRST_HALF;
                out[to++] = SECOND_HALF;
            }
        }
    }

    // A call of arraycopy takes longer than a few numbers.
    private static void copy(float[] from, int at, float[] to, int into, int n) {
        if (n > 16) {
            System.arraycopy(from, at, to, into, n);
        } else {
            for (int i = 0; i < n; i++) {
                to[into + i] = from[at + i];
            }
        }
    }

    /** Adds the patches at that address up into the image at another. */
    static void adjoint(Sliding w, boolean isFloat, long patches, double beta, long image) {
        int c = w.channels();
        int across = w.outWidth() * w.patch();
        var scratch = Scratch.current();
        int size = Math.max(w.framed() * c, across);
        if (isFloat) {
            var b = scratch.floats(3, size);
            Arrays.fill(b[0], 0, w.framed() * c, 0);
            for (int row = 0; row < w.outHeight(); row++) {
                Memory.read(patches + 4L * row * across, b[1], across);
                addRow(w, w.kernel(), b[1], b[2], b[0], row * w.stride() * w.framedWidth() * c);
            }
            unframe(w, b[0], b[1], beta, image);
        } else {
            var b = scratch.doubles(3, size);
            Arrays.fill(b[0], 0, w.framed() * c, 0);
            for (int row = 0; row < w.outHeight(); row++) {
                Memory.read(patches + 8L * row * across, b[1], across);
                addRow(w, w.kernel(), b[1], b[2], b[0], row * w.stride() * w.framedWidth() * c);
            }
            unframe(w, b[0], b[1], beta, image);
        }
    }

    /** Adds what one row of places sees, in so many rows of the window, where it was seen. */
    static void addRow(Sliding w, int rows, float[] patches, float[] placed, float[] image, int from) {
        int k = w.kernel();
        int run = k * w.channels();
        int step = w.stride() * w.channels();
        // Every so-manieth place sees other pixels; side by side, they are added in one go.
        int apart = (k + w.stride() - 1) / w.stride();
        boolean tiles = apart * w.stride() == k;
        for (int y = 0; y < rows; y++, from += w.framedWidth() * w.channels()) {
            for (int first = 0; first < Math.min(apart, w.outWidth()); first++) {
                int end = 0;
                for (int place = first; place < w.outWidth(); place += apart) {
                    int to = from + place * step;
                    System.arraycopy(patches, (place * rows + y) * run, placed, to, run);
                    end = to + run;
                    if (!tiles) {
                        add(placed, image, to, end);
                    }
                }
                if (tiles) {
                    add(placed, image, from + first * step, end);
                }
            }
        }
    }

    static void addRow(Sliding w, int rows, double[] patches, double[] placed, double[] image, int from) {
        int k = w.kernel();
        int run = k * w.channels();
        int step = w.stride() * w.channels();
        // Every so-manieth place sees other pixels; side by side, they are added in one go.
        int apart = (k + w.stride() - 1) / w.stride();
        boolean tiles = apart * w.stride() == k;
        for (int y = 0; y < rows; y++, from += w.framedWidth() * w.channels()) {
            for (int first = 0; first < Math.min(apart, w.outWidth()); first++) {
                int end = 0;
                for (int place = first; place < w.outWidth(); place += apart) {
                    int to = from + place * step;
                    System.arraycopy(patches, (place * rows + y) * run, placed, to, run);
                    end = to + run;
                    if (!tiles) {
                        add(placed, image, to, end);
                    }
                }
                if (tiles) {
                    add(placed, image, from + first * step, end);
                }
            }
        }
    }

    private static void add(float[] x, float[] to, int from, int end) {
        for (int i = from; i < end; i++) {
            to[i] += x[i];
        }
    }

    // At the same places of both: with others the JVM fears an overlap and adds one by one.
    private static void add(double[] x, double[] to, int from, int end) {
        for (int i = from; i < end; i++) {
            to[i] += x[i];
        }
    }

    static void unframe(Sliding w, float[] framed, float[] line, double beta, long image) {
        int n = w.width() * w.channels();
        for (int y = 0; y < w.height(); y++) {
            int from = ((y + w.padding()) * w.framedWidth() + w.padding()) * w.channels();
            if (beta != 0) {
                Memory.read(image + 4L * y * n, line, n);
                for (int i = 0; i < n; i++) {
                    framed[from + i] += (float) beta * line[i];
                }
            }
            Memory.write(image + 4L * y * n, framed, from, n);
        }
    }

    static void unframe(Sliding w, double[] framed, double[] line, double beta, long image) {
        int n = w.width() * w.channels();
        for (int y = 0; y < w.height(); y++) {
            int from = ((y + w.padding()) * w.framedWidth() + w.padding()) * w.channels();
            if (beta != 0) {
                Memory.read(image + 8L * y * n, line, n);
                for (int i = 0; i < n; i++) {
                    framed[from + i] += beta * line[i];
                }
            }
            Memory.write(image + 8L * y * n, framed, from, n);
        }
    }

    /** Writes the n floats at that address so many times to another, side by side. */
    static void repeat(long from, int n, int times, long to) {
        int together = Math.min(times, Math.max(1, Scratch.BLOCK / n));
        var b = Scratch.current().floats(1, together * n)[0];
        Memory.read(from, b, n);
        for (int i = 1; i < together; i++) {
            System.arraycopy(b, 0, b, i * n, n);
        }
        for (int done = 0; done < times; done += together) {
            Memory.write(to + 4L * done * n, b, Math.min(together, times - done) * n);
        }
    }

    /** Writes n zeros to that address. */
    static void zero(boolean isFloat, int n, long to) {
        int count = n * (isFloat ? 1 : 2);
        var b = Scratch.current().floats(1, count)[0];
        Arrays.fill(b, 0, count, 0);
        Memory.write(to, b, count);
    }

    /** Writes n ones to that address. */
    static void ones(boolean isFloat, int n, long to) {
        int count = n * (isFloat ? 1 : 2);
        var b = Scratch.current().floats(1, count)[0];
        ones(isFloat, b, count);
        Memory.write(to, b, count);
    }

    private static void ones(boolean isFloat, float[] b, int count) {
        for (int i = 0; i < count; i++) {
            b[i] = isFloat ? 1 : i % 2 == 0 ? FIRST_HALF : SECOND_HALF;
        }
    }
}
