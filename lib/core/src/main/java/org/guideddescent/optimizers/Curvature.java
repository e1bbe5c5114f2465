package org.guideddescent.optimizers;

import java.io.Serializable;
import org.guideddescent.rule.Require;

/**
 * When and from what the factors of K-FAC are made.
 * <pre>  A ← ε A + (1 − ε) A_batch,   Γ ← ε Γ + (1 − ε) Γ_batch,   ε = min(1 − 1/k, decay) at the k-th batch  </pre>
 * So the first batches are averaged plainly and there is no bias to correct: Martens and Grosse, 2015, Section 5,
 * arXiv:1503.05671. Factors are made at steps 1, 1 + every, 1 + 2 every, …; inverses likewise.
 *
 * @param fisher which gradients the factors Γ are made of
 * @param decay of old batches, in [0, 1); 0.95 in the paper
 * @param every steps between batches that enter the factors, at least 1
 * @param inverseEvery steps between inversions, at least 1
 * @param sharing of layers that an example uses at several positions
 */
public record Curvature(Fisher fisher, double decay, int every, int inverseEvery, Sharing sharing)
        implements Serializable {
    /**
     * Refuses a decay outside [0, 1), and zero steps between two batches or inversions.
     *
     * @param fisher which gradients the factors Γ are made of
     * @param decay of old batches, in [0, 1); 0.95 in the paper
     * @param every steps between batches that enter the factors, at least 1
     * @param inverseEvery steps between inversions, at least 1
     * @param sharing of layers that an example uses at several positions
     * @throws IllegalArgumentException if one of the three numbers is out of its range
     */
    public Curvature {
        Require.fraction("decay", decay);
        if (every < 1 || inverseEvery < 1) {
            throw new IllegalArgumentException(
                    "every and inverseEvery must be 1 or more, got " + every + " and " + inverseEvery);
        }
    }

    /**
     * Takes every position as a sample of its own.
     *
     * @param fisher which gradients the factors Γ are made of
     * @param decay of old batches, in [0, 1); 0.95 in the paper
     * @param every steps between batches that enter the factors, at least 1
     * @param inverseEvery steps between inversions, at least 1
     */
    public Curvature(Fisher fisher, double decay, int every, int inverseEvery) {
        this(fisher, decay, every, inverseEvery, Sharing.EXPAND);
    }

    boolean gathersAt(long t) {
        return (t - 1) % every == 0;
    }

    boolean invertsAt(long t) {
        return (t - 1) % inverseEvery == 0;
    }

    double keep(double k) {
        return Math.min(1 - 1 / k, decay);
    }
}
