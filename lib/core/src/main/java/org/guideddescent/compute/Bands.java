package org.guideddescent.compute;

import java.util.Arrays;

/**
 * What the rows of a window see of one image: for each row of the framed image and each place from left to right, the
 * k · c numbers under one row of the window. The window's rows see the same bands shifted by whole rows of places, so
 * a convolution is a sum of k products with bands that overlap, and only a k-th of the patches is ever written.
 * <pre>
 *   y = Σᵣ B[r · w' … r · w' + places) Wᵣᵀ          r = 0 … k − 1 the rows of the window, w' places across
 * </pre>
 * For windows that stand at every pixel.
 */
final class Bands {
    private Bands() {}

    /** Whether bands are worth it: not for one channel, whose patches are turned, nor for one pixel, which is its patch. */
    static boolean fit(Sliding w) {
        return w.stride() == 1 && w.channels() > 1 && w.kernel() > 1;
    }

    /** Rows of all bands, each of {@link #run} numbers. */
    static int rows(Sliding w) {
        return w.framed() / w.framedWidth() * w.outWidth();
    }

    /** Numbers under one row of the window. */
    static int run(Sliding w) {
        return w.kernel() * w.channels();
    }

    /** Writes the bands of the image at that address to another. */
    static void of(Sliding w, boolean isFloat, long image, long out) {
        int c = w.channels() * (isFloat ? 1 : 2);
        int run = w.kernel() * c;
        int across = w.outWidth() * run;
        var b = Scratch.current().floats(2, Math.max(w.framed() * c, across));
        Patches.frame(w, image, b[0], c);
        int framed = w.framedWidth() * c;
        for (int row = 0; row < rows(w) / w.outWidth(); row++) {
            for (int place = 0; place < w.outWidth(); place++) {
                System.arraycopy(b[0], row * framed + place * c, b[1], place * run, run);
            }
            Memory.write(out + 4L * row * across, b[1], across);
        }
    }

    /** image ← beta image + the sum of the bands at that address, each number where it was seen. */
    static void adjoint(Sliding w, boolean isFloat, long bands, double beta, long image) {
        int across = w.outWidth() * run(w);
        int framed = w.framedWidth() * w.channels();
        int numbers = w.framed() * w.channels();
        var scratch = Scratch.current();
        int size = Math.max(numbers, across);
        if (isFloat) {
            var b = scratch.floats(3, size);
            Arrays.fill(b[0], 0, numbers, 0);
            for (int row = 0; row < rows(w) / w.outWidth(); row++) {
                Memory.read(bands + 4L * row * across, b[1], across);
                Patches.addRow(w, 1, b[1], b[2], b[0], row * framed);
            }
            Patches.unframe(w, b[0], b[1], beta, image);
        } else {
            var b = scratch.doubles(3, size);
            Arrays.fill(b[0], 0, numbers, 0);
            for (int row = 0; row < rows(w) / w.outWidth(); row++) {
                Memory.read(bands + 8L * row * across, b[1], across);
                Patches.addRow(w, 1, b[1], b[2], b[0], row * framed);
            }
            Patches.unframe(w, b[0], b[1], beta, image);
        }
    }
}
