package org.guideddescent.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Reads the IDX files of the MNIST family, plain or gzipped; LeCun, Cortes and Burges, yann.lecun.com/exdb/mnist. */
public final class Idx {
    private static final int LABELS = 0x0801;
    private static final int IMAGES = 0x0803;

    private Idx() {}

    /**
     * {@return the images as FLOAT [n × rows·columns], one row an image, its pixels row by row, 0 to 255 divided by 255}
     *
     * @param file of images, plain or gzipped
     * @throws UncheckedIOException if the file cannot be read, is no image file, or is not as long as it says
     */
    public static INDArray images(Path file) {
        var bytes = Content.of(file);
        int n = header(file, bytes, IMAGES, 4, "images");
        var sizes = ByteBuffer.wrap(bytes, 8, 8);
        int width = Math.multiplyExact(sizes.getInt(), sizes.getInt());
        return numbers(file, bytes, 16, n, width, 255);
    }

    /**
     * {@return the class indices as FLOAT [n × 1]}
     *
     * @param file of labels, plain or gzipped
     * @throws UncheckedIOException as {@link #images}
     */
    public static INDArray labels(Path file) {
        var bytes = Content.of(file);
        return numbers(file, bytes, 8, header(file, bytes, LABELS, 2, "labels"), 1, 1);
    }

    private static int header(Path file, byte[] bytes, int magic, int ints, String what) {
        if (bytes.length < 4 * ints) {
            throw bad(file + " is truncated: an IDX file of " + what + " begins with " + 4 * ints
                    + " bytes of header, this file has " + bytes.length);
        }
        var header = ByteBuffer.wrap(bytes);
        int found = header.getInt();
        if (found != magic) {
            throw bad("%s is not an IDX file of %s: it begins with 0x%08x, expected 0x%08x"
                    .formatted(file, what, found, magic));
        }
        return header.getInt();
    }

    private static INDArray numbers(Path file, byte[] bytes, int start, int n, int width, float divisor) {
        long expected = start + (long) n * width;
        if (n < 1 || width < 1) {
            throw bad(file + " is empty: its header says " + n + " rows of " + width + " numbers");
        }
        if (bytes.length != expected) {
            throw bad(file + (bytes.length < expected ? " is truncated" : " is too long") + ": its header says " + n
                    + " rows of " + width + " numbers, which is " + expected + " bytes, but it has " + bytes.length);
        }
        var numbers = new float[Math.multiplyExact(n, width)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (bytes[start + i] & 0xFF) / divisor;
        }
        return Nd4j.createFromArray(numbers).reshape('c', true, n, width);
    }

    private static UncheckedIOException bad(String sentence) {
        return new UncheckedIOException(sentence, new IOException(sentence));
    }
}
