package org.guideddescent.space;

/**
 * A named row-major window [rows × cols] of a flat buffer; weights are fan-out × fan-in.
 *
 * @param name unlike all others of its layout, not blank
 * @param role what it does in the network
 * @param rows fan-out of a weight matrix, at least 1
 * @param cols fan-in of a weight matrix, 1 for a vector
 * @param offset index of the first number in the flat buffer
 */
public record Param(String name, Role role, int rows, int cols, long offset) {
    /**
     * Refuses a blank name, an empty window and a negative offset.
     *
     * @param name unlike all others of its layout, not blank
     * @param role what it does in the network
     * @param rows fan-out of a weight matrix, at least 1
     * @param cols fan-in of a weight matrix, 1 for a vector
     * @param offset index of the first number in the flat buffer
     * @throws IllegalArgumentException if one of the five is out of its range
     */
    public Param {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a parameter needs a name");
        }
        if (rows < 1 || cols < 1) {
            throw new IllegalArgumentException("parameter " + name + " must have at least one row and one column, got ["
                    + rows + "×" + cols + "]");
        }
        if (offset < 0) {
            throw new IllegalArgumentException("offset of " + name + " must not be negative, got " + offset);
        }
    }

    /** {@return how many numbers the window has} */
    public long size() {
        return (long) rows * cols;
    }

    /** {@return the index just past the window} */
    public long end() {
        return offset + size();
    }

    /** {@return whether both dimensions exceed one} */
    public boolean isMatrix() {
        return rows > 1 && cols > 1;
    }

    @Override
    public String toString() {
        return name + " [" + rows + "×" + cols + "]";
    }
}
