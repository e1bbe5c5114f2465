package org.guideddescent.model;

/**
 * The core of causal self-attention in several heads: what a position takes from itself and those before it.
 * <pre>
 *   S = α Q Kᵀ,   P = softmax of what each row may see,   Y = P V,   α = m / √(width of a head)
 *   dV = Pᵀ dY,   dP = dY Vᵀ,   dS = P ⊙ (dP − ⟨P, dP⟩ of each row),   dQ = α dS K,   dK = α dSᵀ Q
 * </pre>
 * for every example and head. Queries, keys and values are the three thirds of the channels of the input [n · T × 3d],
 * each cut into heads, so that attention is {@code linear(d, 3 * d).then(causalAttention(heads)).then(linear(d, d))}:
 * one fused matrix whose rows 0 … d − 1 are Q's, then K's, then V's, which is three matrices to a rule that is told so,
 * {@code splits = 3}. Nothing is learned here. {@link #times} sets another m than 1; parametrizations let it fall so
 * that α does as 1 / width. Memory: y, P, dP and the gradient of the input, n T (4 d + 2 heads T) numbers for n
 * examples of T positions. Vaswani et al., 2017, arXiv:1706.03762.
 *
 * @param heads equal parts of each of queries, keys and values, at least 1
 * @param multiplier m
 */
public record CausalAttention(int heads, double multiplier) implements Layer {
    /**
     * Refuses attention without a head, and scores that would not be finite.
     *
     * @param heads equal parts of each of queries, keys and values, at least 1
     * @param multiplier m
     * @throws IllegalArgumentException if heads is below 1, or multiplier is not finite
     */
    public CausalAttention {
        if (heads < 1) {
            throw new IllegalArgumentException("attention needs at least one head, got causalAttention(" + heads + ")");
        }
        if (!Double.isFinite(multiplier)) {
            throw new IllegalArgumentException("the multiplier of attention must be finite, got " + multiplier);
        }
    }

    /**
     * {@return the same attention with another multiplier of the scores}
     *
     * @param m multiplier of the scores, finite
     */
    public CausalAttention times(double m) {
        return new CausalAttention(heads, m);
    }

    @Override
    public Shape output(Shape input) {
        if (input.channels() % (3 * heads) != 0) {
            throw new IllegalArgumentException(this + " reads queries, keys and values side by side, three times "
                    + heads
                    + " heads, but is given " + input + "; write linear(d, 3 * d) before it with d a multiple of "
                    + heads);
        }
        return input.withChannels(input.channels() / 3);
    }

    @Override
    public Pass pass(Setting setting) {
        return new AttentionPass(setting, heads, multiplier);
    }

    @Override
    public String toString() {
        return "causalAttention(" + heads + ")" + (multiplier == 1 ? "" : ".times(" + multiplier + ")");
    }
}
