package org.guideddescent.parallel;

import java.util.Arrays;
import java.util.List;
import org.guideddescent.rule.Division;

/**
 * What a data-parallel step costs with P ranks, on paper. Its numbers are measured on few ranks; that they hold for many, with
 * every rank as fast as the others, a link of its own for each, and nothing sent while something is computed, is assumed and not
 * measured.
 * <pre>
 *   step(P) = max over ranks of rows · gradient + average(P) + update + roots(P) / f
 *   average(P), b bytes:  RING       2 (P − 1) (α + b / (P β))
 *                         DOUBLING   ⌈log₂ P⌉ (α + b / β)
 *                         TREE       2 ⌈log₂ P⌉ (α + b / β), to the root and back
 *   roots(P):  replicated   Σ c_i
 *              divided      max over ranks of Σ c_i of its own, and Σ ((P − 1) α + b_i / β) to send them round the ring
 * </pre>
 * The ring of the first line is that of {@link Ring}; the others are there to compare.
 *
 * @param link between neighbors
 * @param parameters of the model
 * @param bytes of one number: 4 or 8
 * @param examples in a whole batch
 * @param gradient seconds of one example's gradient
 * @param update seconds of the rule's step without its roots
 * @param roots what is found anew every few steps; empty for rules without
 * @param every steps between two times, f
 */
public record CostModel(
        Link link,
        long parameters,
        int bytes,
        int examples,
        double gradient,
        double update,
        List<Root> roots,
        int every) {
    /**
     * An inverse root of a block.
     *
     * @param seconds c_i, to find it
     * @param bytes b_i, to send it
     */
    public record Root(double seconds, double bytes) {}

    /** How a mean over the ranks is taken. */
    public enum Average {
        /** Chunks go round twice. */
        RING,
        /** Pairs at distance 1, 2, 4, … exchange all they have; for other sizes than powers of two, a bound from below. */
        DOUBLING,
        /** Sums go to a root and come back. */
        TREE
    }

    /** Who finds the roots. */
    public enum Roots {
        /** Every rank all of them. */
        REPLICATED,
        /** Every rank its own, which it sends to the others. */
        DIVIDED
    }

    /** What grows with the ranks. */
    public enum Scaling {
        /** Nothing: the ranks share the batch. */
        STRONG,
        /** The batch: {@link CostModel#examples} for each rank. */
        WEAK
    }

    /**
     * Refuses a model without numbers, and times below 0.
     *
     * @param link between neighbors
     * @param parameters of the model
     * @param bytes of one number: 4 or 8
     * @param examples in a whole batch
     * @param gradient seconds of one example's gradient
     * @param update seconds of the rule's step without its roots
     * @param roots what is found anew every few steps; empty for rules without
     * @param every steps between two times, f
     * @throws IllegalArgumentException if a count is below 1, or a time is negative or NaN
     */
    public CostModel {
        roots = List.copyOf(roots);
        if (parameters < 1 || bytes < 1 || examples < 1 || every < 1) {
            throw new IllegalArgumentException("parameters, bytes, examples and every must be 1 or more, got "
                    + parameters + ", " + bytes + ", " + examples + ", " + every);
        }
        if (!(gradient >= 0) || !(update >= 0)) {
            throw new IllegalArgumentException(
                    "seconds must be 0 or more, got " + gradient + " a gradient and " + update + " an update");
        }
    }

    /**
     * {@return the seconds of a mean over P ranks of all parameters' numbers}
     *
     * @param how the way the mean goes
     * @param ranks P, at least 1
     */
    public double average(Average how, int ranks) {
        double b = (double) parameters * bytes;
        double rounds = 32 - Integer.numberOfLeadingZeros(require(ranks) - 1);
        return switch (how) {
            case RING -> 2.0 * (ranks - 1) * link.seconds(b / ranks);
            case DOUBLING -> rounds * link.seconds(b);
            case TREE -> 2 * rounds * link.seconds(b);
        };
    }

    /**
     * {@return the seconds of finding all roots once, and of sending them}
     *
     * @param how whether every rank finds all of them
     * @param ranks P, at least 1
     */
    public double roots(Roots how, int ranks) {
        double[] costs = roots.stream().mapToDouble(Root::seconds).toArray();
        if (how == Roots.REPLICATED || require(ranks) == 1) {
            return Arrays.stream(costs).sum();
        }
        int[] owners = Division.owners(costs, ranks);
        double[] load = new double[ranks];
        double sending = 0;
        for (int i = 0; i < costs.length; i++) {
            load[owners[i]] += costs[i];
            sending += (ranks - 1) * link.latency() + roots.get(i).bytes() / link.bandwidth();
        }
        return Arrays.stream(load).max().orElse(0) + sending;
    }

    /**
     * {@return the seconds of a step, roots spread over the steps between two times}
     *
     * @param average the way the mean goes
     * @param how whether every rank finds all roots
     * @param scaling what P ranks share: one batch, or a batch each
     * @param ranks P, at least 1
     */
    public double step(Average average, Roots how, Scaling scaling, int ranks) {
        int rows = scaling == Scaling.WEAK ? examples : (examples + require(ranks) - 1) / ranks;
        return rows * gradient + average(average, ranks) + update + roots(how, ranks) / every;
    }

    /**
     * {@return examples a second with P ranks, over P times those with one: 1 is as good as it gets, but for roots
     * divided, which one rank cannot do}
     *
     * @param average the way the mean goes
     * @param how whether every rank finds all roots
     * @param scaling what P ranks share: one batch, or a batch each
     * @param ranks P, at least 1
     */
    public double efficiency(Average average, Roots how, Scaling scaling, int ranks) {
        double alone = step(average, how, scaling, 1);
        double together = step(average, how, scaling, ranks);
        return scaling == Scaling.WEAK ? alone / together : alone / (ranks * together);
    }

    private static int require(int ranks) {
        if (ranks < 1) {
            throw new IllegalArgumentException("ranks must be 1 or more, got " + ranks);
        }
        return ranks;
    }
}
