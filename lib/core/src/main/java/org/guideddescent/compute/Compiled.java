package org.guideddescent.compute;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A program made ready for arrays that stay the same: what a stepper keeps from step to step. */
@FunctionalInterface
public interface Compiled {
    /**
     * Runs the program once over all indices.
     *
     * @param scalars one value for each scalar of the program
     */
    void run(double[] scalars);

    /** How a backend makes a program ready. */
    @FunctionalInterface
    interface Compiler {
        /**
         * The program on these arrays, all of one type and length, each contiguous.
         *
         * @param program what to write, for every index
         * @param buffers arrays that the program names by their place in this list
         * @return the kernel, to be run as often as wanted on what the arrays then hold
         */
        Compiled compile(Program program, INDArray... buffers);
    }
}
