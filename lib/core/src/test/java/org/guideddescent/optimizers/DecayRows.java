package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Row.row;
import static org.guideddescent.rule.Rules.clipByGlobalNorm;
import static org.guideddescent.rule.Rules.clipByValue;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;

import java.util.List;

/** Weight decay and clipping. */
final class DecayRows {
    private DecayRows() {}

    static List<Row> rows() {
        return List.of(
                row("decoupledWeightDecay", decoupledWeightDecay(0.1).at(0.05))
                        .oracle((m, n) -> DecayOracles.decay(0.05, 0.1))
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 0),
                // At norm 1 every gradient of the law's problem is clipped, so its scale is gone.
                row("clipByGlobalNorm", clipByGlobalNorm(1).at(0.05))
                        .oracle((m, n) -> DecayOracles.clipByGlobalNorm(0.05, 1))
                        .rate(0.05)
                        .laws(Law.ROTATION, Law.PERMUTATION, Law.SIGN_FLIP, Law.TRANSPOSE, Law.SCALE)
                        .bytes((m, n, w) -> 0),
                row("clipByValue", clipByValue(0.5).at(0.05))
                        .oracle((m, n) -> DecayOracles.clipByValue(0.05, 0.5))
                        .rate(0.05)
                        .laws(Law.COORDINATES)
                        .bytes((m, n, w) -> 0));
    }
}
