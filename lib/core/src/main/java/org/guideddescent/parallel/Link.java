package org.guideddescent.parallel;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A connection between neighbors: a message of b bytes takes latency + b / bandwidth.
 *
 * @param latency seconds, 0 or more
 * @param bandwidth bytes a second
 */
public record Link(double latency, double bandwidth) {
    private static final int[] LENGTHS = {1, 1 << 10, 1 << 13, 1 << 15, 1 << 17, 1 << 19, 1 << 20};
    private static final int REPEATS = 15;

    /**
     * Refuses a link on which nothing arrives.
     *
     * @param latency seconds, 0 or more
     * @param bandwidth bytes a second
     * @throws IllegalArgumentException if the latency is negative or not finite, or the bandwidth not above 0
     */
    public Link {
        if (!(latency >= 0) || !(bandwidth > 0) || latency == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "a link needs a latency of 0 s or more and a bandwidth above 0 bytes/s, got " + latency + " and "
                            + bandwidth);
        }
    }

    /**
     * {@return the seconds of a message}
     *
     * @param bytes its length
     */
    public double seconds(double bytes) {
        return latency + bytes / bandwidth;
    }

    /**
     * Measures the team's averages from 4 bytes to 4 MB, about a second on a loopback. All ranks call it, and all get the same
     * answer. What it calls a link is all that a message costs: the copies, the additions and the waiting of a busy machine too.
     *
     * @param team of two ranks or more
     * @return the link that explains the times best, as {@link #fitted} says
     * @throws IllegalArgumentException if the team is one rank alone, which sends nothing
     */
    public static Link measured(Team team) {
        if (team.size() == 1) {
            throw new IllegalArgumentException("a team of one has no link to measure");
        }
        double[] bytes = new double[LENGTHS.length];
        double[] seconds = new double[LENGTHS.length];
        for (int i = 0; i < LENGTHS.length; i++) {
            var values = Nd4j.zeros(DataType.FLOAT, LENGTHS[i]);
            bytes[i] = LENGTHS[i] * (double) Float.BYTES;
            seconds[i] = team.average(Nd4j.zeros(1), median(team, values));
        }
        return fitted(team.size(), bytes, seconds);
    }

    private static double median(Team team, INDArray values) {
        double[] times = new double[REPEATS];
        for (int k = -REPEATS; k < REPEATS; k++) {
            // Begin together, or a rank would measure how late the others come.
            team.barrier();
            long begin = System.nanoTime();
            team.average(values);
            if (k >= 0) {
                times[k] = (System.nanoTime() - begin) * 1e-9;
            }
        }
        Arrays.sort(times);
        return times[REPEATS / 2];
    }

    /**
     * Finds the link that explains ring averages best:
     * <pre>
     *   T_i ≈ 2 (P − 1) α + 2 (P − 1)/P · b_i / β,   least Σ (1 − fit_i / T_i)² over α ≥ 0 and 1/β ≥ 0
     * </pre>
     * Relative errors, for the times span orders of magnitude.
     *
     * @param size P, 2 or more
     * @param bytes b_i of whole arrays, at least two different ones
     * @param seconds T_i above 0
     * @return α and β
     */
    public static Link fitted(int size, double[] bytes, double[] seconds) {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double at = 0;
        double bt = 0;
        for (int i = 0; i < bytes.length; i++) {
            double a = 2.0 * (size - 1) / seconds[i];
            double b = 2.0 * (size - 1) / size * bytes[i] / seconds[i];
            aa += a * a;
            ab += a * b;
            bb += b * b;
            at += a;
            bt += b;
        }
        double determinant = aa * bb - ab * ab;
        if (!(determinant > 1e-12 * aa * bb)) {
            throw new IllegalArgumentException(
                    "a link has two numbers, which takes times for two different sizes, got " + Arrays.toString(bytes));
        }
        double latency = (bb * at - ab * bt) / determinant;
        double perByte = (aa * bt - ab * at) / determinant;
        if (latency < 0) {
            return new Link(0, bb / bt);
        }
        if (!(perByte > 0)) {
            throw new IllegalArgumentException("larger arrays do not take longer: " + Arrays.toString(seconds)
                    + " s for " + Arrays.toString(bytes) + " bytes; measure on a quieter machine");
        }
        return new Link(latency, 1 / perByte);
    }
}
