package org.guideddescent.space;

/**
 * A named row-major window [rows × cols] of a flat buffer; weights are fan-out × fan-in.
 *
 * @param offset index of the first number in the flat buffer
 */
public record Param(String name, Role role, int rows, int cols, long offset) {
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

    /** Numbers in the window. */
    public long size() {
        return (long) rows * cols;
    }

    /** Index just past the window. */
    public long end() {
        return offset + size();
    }

    /** Whether both dimensions exceed one. */
    public boolean isMatrix() {
        return rows > 1 && cols > 1;
    }

    @Override
    public String toString() {
        return name + " [" + rows + "×" + cols + "]";
    }
}
