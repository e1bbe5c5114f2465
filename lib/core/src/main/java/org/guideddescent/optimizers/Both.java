package org.guideddescent.optimizers;

/**
 * Two pieces of work of which the second is done whatever becomes of the first: colleagues wait for what has begun on either
 * side of a matrix.
 */
record Both(Runnable first, Runnable second) {
    /** @throws ArithmeticException that of the first, which then carries that of the second, or that of the second */
    void run() {
        try {
            first.run();
        } catch (ArithmeticException e) {
            runAfter(e);
        }
        second.run();
    }

    private void runAfter(ArithmeticException earlier) {
        try {
            second.run();
        } catch (ArithmeticException later) {
            earlier.addSuppressed(later);
        }
        throw earlier;
    }
}
