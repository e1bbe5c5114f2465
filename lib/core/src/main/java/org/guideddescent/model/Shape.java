package org.guideddescent.model;

/**
 * One example between two layers: height × width positions, each with so many channels side by side. A plain vector has
 * one position, a sequence has height 1. The examples of a batch are a matrix [n · positions × channels], row-major, so
 * that a linear layer acts on every position, and flattening moves nothing.
 *
 * @param height positions from top to bottom, at least 1
 * @param width positions from left to right, at least 1
 * @param channels numbers of a position, at least 1
 */
public record Shape(int height, int width, int channels) {
    /**
     * Refuses an example without numbers.
     *
     * @param height positions from top to bottom, at least 1
     * @param width positions from left to right, at least 1
     * @param channels numbers of a position, at least 1
     * @throws IllegalArgumentException if a size is below 1
     */
    public Shape {
        if (height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException(
                    "a shape has at least one of everything, got " + height + "×" + width + "×" + channels);
        }
    }

    /**
     * {@return the shape of a vector of n numbers}
     *
     * @param n numbers in the vector, at least 1
     */
    public static Shape flat(int n) {
        return new Shape(1, 1, n);
    }

    /**
     * {@return the shape of so many positions in a row}
     *
     * @param length positions, at least 1
     * @param channels numbers of a position, at least 1
     */
    public static Shape sequence(int length, int channels) {
        return new Shape(1, length, channels);
    }

    /**
     * {@return a shape of the same positions with other channels}
     *
     * @param count numbers of a position, at least 1
     */
    public Shape withChannels(int count) {
        return new Shape(height, width, count);
    }

    /** {@return the number of positions, height · width} */
    public int positions() {
        return Math.multiplyExact(height, width);
    }

    /** {@return the count of numbers in an example} */
    public int numbers() {
        return Math.multiplyExact(positions(), channels);
    }

    /** Such as {@code 28×28×1}, {@code 64×128} for a sequence, {@code 10} for a vector. */
    @Override
    public String toString() {
        return positions() == 1 ? "" + channels : (height == 1 ? "" : height + "×") + width + "×" + channels;
    }
}
