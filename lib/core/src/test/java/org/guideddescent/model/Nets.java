package org.guideddescent.model;

import static org.guideddescent.model.Layers.causalAttention;
import static org.guideddescent.model.Layers.flatten;
import static org.guideddescent.model.Layers.gelu;
import static org.guideddescent.model.Layers.hermite;
import static org.guideddescent.model.Layers.image;
import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.multiplier;
import static org.guideddescent.model.Layers.quadratic;
import static org.guideddescent.model.Layers.relu;
import static org.guideddescent.model.Layers.residual;
import static org.guideddescent.model.Layers.sigmoid;
import static org.guideddescent.model.Layers.silu;
import static org.guideddescent.model.Layers.tanh;

import java.util.List;
import java.util.stream.Stream;

/** The networks that {@link CurvatureTest} runs its laws over. A new layer is a new row. */
final class Nets {
    private static final List<NetRow> PLAIN = List.of(
            NetRow.of(linear(3, 5).then(tanh()).then(linear(5, 3)).then(gelu()).then(linear(3, 4))),
            NetRow.of(linear(3, 5).then(gelu()).then(linear(5, 4).withoutBias())),
            NetRow.of(linear(3, 4).withoutBias().then(relu()).then(linear(4, 4))),
            NetRow.of(tanh().then(linear(3, 4)).then(gelu())),
            NetRow.of(
                    linear(3, 4).then(silu()).then(linear(4, 3)).then(sigmoid()).then(linear(3, 4))),
            NetRow.of(linear(3, 4).then(hermite(2)).then(linear(4, 4))),
            NetRow.of(linear(3, 4).then(quadratic()).then(linear(4, 4))),
            NetRow.of(linear(3, 4).then(hermite(3)).then(linear(4, 4))),
            NetRow.of(gelu().then(tanh()).then(linear(3, 4).withoutBias())),
            NetRow.of(linear(3, 4)
                    .then(residual(tanh().then(linear(4, 4)).then(gelu())).times(0.5))
                    .then(residual(residual(tanh()).then(linear(4, 4))))),
            NetRow.of(residual(linear(3, 3).then(tanh())).then(linear(3, 4))),
            // Every position, then all of them: 2×3 pixels of 2 channels.
            NetRow.of(image(2, 3, 2)
                    .then(linear(2, 3))
                    .then(tanh())
                    .then(flatten())
                    .then(linear(18, 2))),
            // A prediction for each of 2×2 pixels.
            NetRow.of(image(2, 2, 3).then(linear(3, 2)).then(tanh()).then(linear(2, 3))));

    /** Last, for the rows share one source of numbers. */
    private static final List<NetRow> MULTIPLIED = List.of(
            // A multiplier of data, which does not move, and of what moves; in a branch; of the scores of attention.
            NetRow.of(multiplier(0.5)
                    .then(linear(3, 4))
                    .then(tanh())
                    .then(multiplier(-1.5))
                    .then(linear(4, 3))),
            NetRow.of(linear(3, 4).then(residual(multiplier(2).then(tanh()))).then(linear(4, 3))),
            NetRow.of(new Given(Shape.sequence(3, 2))
                    .then(linear(2, 6))
                    .then(causalAttention(1).times(0.4))
                    .then(linear(2, 3))));

    private Nets() {}

    static Stream<NetRow> all() {
        return Stream.of(PLAIN, ImageNets.ROWS, SequenceNets.ROWS, MULTIPLIED).flatMap(List::stream);
    }
}
