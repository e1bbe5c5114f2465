package org.guideddescent.model;

import static org.guideddescent.model.Layers.attention;
import static org.guideddescent.model.Layers.causalAttention;
import static org.guideddescent.model.Layers.embedding;
import static org.guideddescent.model.Layers.gelu;
import static org.guideddescent.model.Layers.layerNorm;
import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.positionEmbedding;
import static org.guideddescent.model.Layers.residual;
import static org.guideddescent.model.Layers.rmsNorm;
import static org.guideddescent.model.Layers.tanh;
import static org.guideddescent.model.Layers.tokens;

import java.util.List;

/** Networks on sequences. */
final class SequenceNets {
    static final List<NetRow> ROWS = List.of(
            // Norms of data, which do not move, and of what moves.
            NetRow.of(layerNorm(4).then(linear(4, 3))),
            NetRow.of(rmsNorm(4).withEpsilon(0.3).then(linear(4, 3))),
            NetRow.of(linear(3, 4)
                    .then(layerNorm(4).withEpsilon(0.1))
                    .then(tanh())
                    .then(linear(4, 3))),
            NetRow.of(linear(3, 4).then(rmsNorm(4)).then(tanh()).then(linear(4, 2))),
            NetRow.ofTokens(tokens(3).then(embedding(4, 2)).then(tanh()).then(linear(2, 3)), 4),
            NetRow.of(positionEmbedding(3, 2).then(tanh()).then(linear(2, 3))),
            NetRow.ofTokens(
                    tokens(2)
                            .then(embedding(3, 2))
                            .then(positionEmbedding(2, 2))
                            .then(linear(2, 3)),
                    3),
            // Attention over queries, keys and values that are data, behind which something is learned.
            NetRow.of(new Given(Shape.sequence(3, 6)).then(causalAttention(2)).then(linear(2, 3))),
            NetRow.of(new Given(Shape.sequence(3, 2)).then(attention(2, 2)).then(linear(2, 3))),
            NetRow.of(new Given(Shape.sequence(3, 4)).then(residual(attention(4, 1)))),
            NetRow.ofTokens(softTransformer(), 3));

    private SequenceNets() {}

    /** A transformer whose norms have a large epsilon: with 1e-5, differences of few channels say little. */
    private static Stack softTransformer() {
        var norm = layerNorm(4).withEpsilon(0.1);
        return tokens(2)
                .then(embedding(3, 4))
                .then(positionEmbedding(2, 4))
                .then(residual(norm.then(attention(4, 2))))
                .then(residual(norm.then(linear(4, 8)).then(gelu()).then(linear(8, 4))))
                .then(norm)
                .then(linear(4, 3).withoutBias());
    }
}
