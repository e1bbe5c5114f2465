package org.guideddescent.compute;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What the primitives on images demand of their arrays. */
final class ImageShapes {
    private ImageShapes() {}

    /** How many images the pixels and the places are of. */
    static int images(String op, Sliding window, INDArray pixels, long channels, INDArray places, long across) {
        Shapes.arrays(op, pixels, places);
        int n = Shapes.rows(pixels) / window.pixels();
        fits(op, "the images", pixels, (long) n * window.pixels(), channels, window);
        fits(op, "what the window sees", places, (long) n * window.places(), across, window);
        return n;
    }

    /** images() of pools, whose places have the channels of the images, and a choice for each. */
    static int pooled(String op, Sliding window, INDArray pixels, INDArray places) {
        return images(op, window, pixels, window.channels(), places, window.channels());
    }

    static int chosen(String op, Sliding window, INDArray pixels, INDArray chosen, INDArray places) {
        int n = pooled(op, window, pixels, places);
        Shapes.same(op, chosen, places);
        contiguous(op, chosen);
        return n;
    }

    static int convolution(String op, Sliding window, INDArray pixels, INDArray w, INDArray places) {
        Shapes.arrays(op, pixels, w);
        if (Shapes.columns(w) != window.patch()) {
            throw new IllegalArgumentException(op + ": the weight must have " + window.patch()
                    + " columns, a number for each in a patch of " + window + ", got " + Shapes.text(w));
        }
        return images(op, window, pixels, window.channels(), places, Shapes.rows(w));
    }

    private static void fits(String op, String what, INDArray a, long rows, long columns, Sliding window) {
        if (rows == 0 || Shapes.rows(a) != rows || Shapes.columns(a) != columns) {
            throw new IllegalArgumentException(op + ": " + what + " must be [n · "
                    + (what.equals("the images") ? window.pixels() : window.places()) + " × " + columns + "] for "
                    + window
                    + " and the same n, got " + Shapes.text(a));
        }
        contiguous(op, a);
    }

    private static void contiguous(String op, INDArray a) {
        if (!Shapes.contiguous(a)) {
            throw new IllegalArgumentException(
                    op + ": the rows of " + Shapes.text(a) + " are apart; make a copy with dup('c')");
        }
    }
}
