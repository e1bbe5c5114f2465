package org.guideddescent.kernel.magic;

/** Runs code as a part of the running cell. */
@FunctionalInterface
public interface Cells {
    /** The value of the code, magics included, or null; throws {@link CellFailure}. */
    Object run(String code);
}
