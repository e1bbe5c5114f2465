package org.guideddescent.compute;

/** The loop of an elementwise program; generated classes implement one of these. */
final class Kernel {
    private Kernel() {}

    /** Over blocks of floats. */
    interface Floats {
        /** The first {@code n} numbers of each block; scalars first, then the program's literals. */
        void run(float[][] blocks, float[] scalars, int n);
    }

    /** Over blocks of doubles. */
    interface Doubles {
        /** The first {@code n} numbers of each block; scalars first, then the program's literals. */
        void run(double[][] blocks, double[] scalars, int n);
    }

    /** Over floats where they lie. */
    interface FloatVectors {
        /** Numbers in a vector. */
        int lanes();

        /** n numbers, a multiple of the lanes, from byte starts[b] of each window of memory. */
        void run(Object[] memory, int[] starts, float[] scalars, int n);
    }

    /** Over doubles where they lie. */
    interface DoubleVectors {
        /** Numbers in a vector. */
        int lanes();

        /** n numbers, a multiple of the lanes, from byte starts[b] of each window of memory. */
        void run(Object[] memory, int[] starts, double[] scalars, int n);
    }
}
