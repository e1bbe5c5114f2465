package org.guideddescent.linalg;

/**
 * The policy for a matrix algorithm that fails: the caller keeps its last result and this counts; the third failure in
 * a row stops with a sentence. Three is the tolerance of facebookresearch/optimizers.
 */
final class Failures {
    private static final int LIMIT = 3;

    private final String what;
    private final Tally inARow;

    /**
     * @param what the algorithm and the matrix, as the sentence shall name them
     * @param inARow failures since the last success
     */
    Failures(String what, Tally inARow) {
        this.what = what;
        this.inARow = inARow;
    }

    void success() {
        if (inARow.get() != 0) {
            inARow.set(0);
        }
    }

    /** Counts a failure. Throws {@link ArithmeticException} at the third in a row. */
    void failure(String reason) {
        double count = inARow.get() + 1;
        inARow.set(count);
        if (count >= LIMIT) {
            throw new ArithmeticException(what + " failed " + (int) count + " times in a row, last because " + reason
                    + "; a larger eps or a smaller rate may help");
        }
    }
}
