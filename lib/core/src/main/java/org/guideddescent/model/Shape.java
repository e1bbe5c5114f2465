package org.guideddescent.model;

/**
 * One example between two layers: height × width positions, each with so many channels side by side. A plain vector has one
 * position, a sequence has height 1. The examples of a batch are a matrix [n · positions × channels], row-major, so that a
 * linear layer acts on every position, and flattening moves nothing.
 */
public record Shape(int height, int width, int channels) {
    public Shape {
        if (height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException(
                    "a shape has at least one of everything, got " + height + "×" + width + "×" + channels);
        }
    }

    /** A vector of n numbers. */
    public static Shape flat(int n) {
        return new Shape(1, 1, n);
    }

    /** So many positions in a row. */
    public static Shape sequence(int length, int channels) {
        return new Shape(1, length, channels);
    }

    /** The same positions with other channels. */
    public Shape withChannels(int count) {
        return new Shape(height, width, count);
    }

    /** height · width. */
    public int positions() {
        return Math.multiplyExact(height, width);
    }

    /** Numbers in an example. */
    public int numbers() {
        return Math.multiplyExact(positions(), channels);
    }

    /** Such as {@code 28×28×1}, {@code 64×128} for a sequence, {@code 10} for a vector. */
    @Override
    public String toString() {
        return positions() == 1 ? "" + channels : (height == 1 ? "" : height + "×") + width + "×" + channels;
    }
}
