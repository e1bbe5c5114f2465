package org.guideddescent.model;

/** Residuals of two neighboring numbers (x, y), with their derivatives; of one number, y is not read. */
@FunctionalInterface
interface Residuals {
    /** Writes residual k at (x, y): r = {value, ∂x, ∂y, ∂xx, ∂xy, ∂yy}. */
    void at(int k, double x, double y, double[] r);

    /** Fills r. */
    static void put(double[] r, double value, double x, double y, double xx, double xy, double yy) {
        r[0] = value;
        r[1] = x;
        r[2] = y;
        r[3] = xx;
        r[4] = xy;
        r[5] = yy;
    }
}
