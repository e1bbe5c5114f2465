package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Optimizers.adam;
import static org.guideddescent.optimizers.Optimizers.adamW;
import static org.guideddescent.optimizers.Row.row;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;

import java.util.List;

/** Rules that divide by a measure of past gradients, entry by entry. */
final class AdaptiveRows {
    private AdaptiveRows() {}

    static List<Row> rows() {
        return List.of(
                row("adam", adam(0.01))
                        .ideal(new Adam(0.9, 0.999, 0).at(0.01))
                        .oracle((m, n) -> AdaptiveOracles.adam(0.01, 0.9, 0.999, 1e-8, m * n))
                        .rate(0.01)
                        .laws(Law.ADAPTIVE)
                        .bytes((m, n, w) -> 2 * m * n * w),
                row("adamW", adamW(0.01, 0.1))
                        .ideal(chain(new Adam(0.9, 0.999, 0), decoupledWeightDecay(0.1))
                                .at(0.01))
                        .oracle((m, n) -> AdaptiveOracles.adamW(0.01, 0.1, 0.9, 0.999, 1e-8, m * n))
                        .laws(Law.ADAPTIVE)
                        .bytes((m, n, w) -> 2 * m * n * w));
    }
}
