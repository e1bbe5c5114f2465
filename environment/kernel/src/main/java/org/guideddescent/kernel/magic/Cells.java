package org.guideddescent.kernel.magic;

/** Runs code as a part of the running cell. */
@FunctionalInterface
public interface Cells {
    /**
     * {@return the value of the code, magics included, or null}
     *
     * @param code one or more statements
     * @throws CellFailure if the code fails
     */
    Object run(String code);
}
