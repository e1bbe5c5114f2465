package org.guideddescent.parallel;

import org.guideddescent.rule.Colleagues;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A team of equals that train one model: P ranks, each a thread ({@link Threads}) or a process ({@link Ring}), that all make
 * the same calls in the same order. Sums are taken in one fixed order, so all ranks hold bitwise the same numbers, a second
 * run gives the same bits, and so does the other kind of team:
 * <pre>
 *   chunk c of P:  ((x_c + x_(c+1)) + x_(c+2)) + …, ranks mod P, then times 1/P
 *   chunk c = numbers [c q + min(c, m), …) of n,  q = ⌊n / P⌋,  m = n mod P: the first m chunks have one more
 * </pre>
 * Arrays are FLOAT or DOUBLE. Nothing is allocated after the first call for a shape. A team serves one thread a rank.
 */
public interface Team extends Colleagues, AutoCloseable {
    /** A team of one. */
    Team ALONE = new Team() {
        @Override
        public int rank() {
            return 0;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public double average(INDArray values, double number) {
            return number;
        }

        @Override
        public void broadcast(int owner, INDArray values) {
            Chunks.requireRank(owner, 1);
        }

        @Override
        public void barrier() {}

        @Override
        public void close() {}
    };

    /**
     * values ← their mean over the ranks, an all-reduce.
     *
     * @param values modified; of one type and shape at all ranks
     * @param number travels with the values at no cost of its own
     * @return the mean of the ranks' numbers
     * @throws TeamException if a rank is lost or does not answer; the values are then not to be used
     */
    double average(INDArray values, double number);

    /**
     * As {@link #average(INDArray, double)}, without a number.
     *
     * @param values FLOAT or DOUBLE, of one shape at all ranks; replaced by the mean over the ranks
     */
    default void average(INDArray values) {
        average(values, 0);
    }

    /** Returns when all ranks have called it. */
    void barrier();

    /** Leaves the team; whoever waits for this rank is told. */
    @Override
    void close();
}
