package org.guideddescent.compute;

/** The loop of an elementwise program; generated classes implement one of the two. */
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
}
