package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Optimizers.adam;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.optimizers.Row.row;
import static org.guideddescent.rule.Rules.cautiousWeightDecay;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.clipByGlobalNorm;
import static org.guideddescent.rule.Rules.clipByNorm;
import static org.guideddescent.rule.Rules.clipByRootMeanSquare;
import static org.guideddescent.rule.Rules.clipByUnit;
import static org.guideddescent.rule.Rules.clipByValue;
import static org.guideddescent.rule.Rules.correctedWeightDecay;
import static org.guideddescent.rule.Rules.coupledWeightDecay;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.freeze;
import static org.guideddescent.rule.Rules.independentWeightDecay;

import java.util.List;
import org.guideddescent.rule.ClipBySpikes;
import org.guideddescent.schedule.Schedules;

/** Weight decay and clipping. */
final class DecayRows {
    private static final Law[] BALL = {Law.ROTATION, Law.PERMUTATION, Law.SIGN_FLIP, Law.TRANSPOSE, Law.SCALE};

    private DecayRows() {}

    static List<Row> rows() {
        var cosine = Schedules.cosine(0.05, 0.005, 60);
        return List.of(
                row("decoupledWeightDecay", decoupledWeightDecay(0.1).at(0.05))
                        .oracle((m, n) -> DecayOracles.decay(0.05, 0.1))
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 0),
                row("coupledWeightDecay", coupledWeightDecay(0.5, adam(0.05)))
                        .ideal(coupledWeightDecay(0.5, new Adam(0.9, 0.999, 0).at(0.05)))
                        .oracle((m, n) ->
                                DecayOracles.coupled(0.5, AdaptiveOracles.adam(0.05, 0.9, 0.999, 1e-8, m * n)))
                        .rate(0.05)
                        .laws(Law.COORDINATES)
                        .bytes((m, n, w) -> 2 * m * n * w),
                row("independentWeightDecay", chain(sgd(0.05), independentWeightDecay(0.01, Schedules.cosine(60))))
                        .oracle((m, n) -> DecayOracles.independent(0.05, 0.01, Schedules.cosine(60)))
                        .rate(0.05)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 0)
                        .movingAtRateZero(),
                row("cautiousWeightDecay", cautiousWeightDecay(0.3).at(0.05))
                        .oracle((m, n) -> DecayOracles.cautious(0.05, 0.3))
                        .laws(Law.COORDINATES)
                        .bytes((m, n, w) -> 0),
                row("correctedWeightDecay", correctedWeightDecay(0.1, 0.05).schedule(cosine))
                        .oracle((m, n) -> DecayOracles.corrected(cosine, 0.1, 0.05))
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 0),
                row("freeze", freeze().at(0.05))
                        .oracle((m, n) -> (theta, g, t) -> {})
                        .rate(0.05)
                        .laws(Law.values())
                        .bytes((m, n, w) -> 0),
                // At norm 1 every gradient of the law's problem is clipped, so its scale is gone.
                row("clipByGlobalNorm", clipByGlobalNorm(1).at(0.05))
                        .oracle((m, n) -> DecayOracles.clipByGlobalNorm(0.05, 1))
                        .rate(0.05)
                        .laws(BALL)
                        .bytes((m, n, w) -> 0),
                row("clipByNorm", clipByNorm(1.5).at(0.05))
                        .oracle((m, n) -> DecayOracles.clipByGlobalNorm(0.05, 1.5))
                        .rate(0.05)
                        .laws(BALL)
                        .bytes((m, n, w) -> 0),
                row("clipByRootMeanSquare", clipByRootMeanSquare(0.3).at(0.05))
                        .oracle((m, n) -> DecayOracles.clipByGlobalNorm(0.05, 0.3 * Math.sqrt(m * n)))
                        .rate(0.05)
                        .laws(BALL)
                        .bytes((m, n, w) -> 0),
                // Rows are units, so a rotation from the left mixes them.
                row("clipByUnit", clipByUnit(0.5).at(0.05))
                        .ideal(clipByUnit(0.1).at(0.05))
                        .oracle((m, n) -> DecayOracles.clipByUnit(0.05, 0.5, 1e-3, m, n))
                        .rate(0.05)
                        .laws(Law.PERMUTATION, Law.SIGN_FLIP, Law.SCALE)
                        .bytes((m, n, w) -> 0),
                // A short memory and a low bound, so that many of the fifty steps are clipped.
                row("clipBySpikes", new ClipBySpikes(0.8, 0.5, 5, 1e-6).at(0.05))
                        .oracle((m, n) -> DecayOracles.zClip(0.05, 0.8, 0.5, 5, 1e-6))
                        .rate(0.05)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 3 * 8),
                row("clipByValue", clipByValue(0.5).at(0.05))
                        .oracle((m, n) -> DecayOracles.clipByValue(0.05, 0.5))
                        .rate(0.05)
                        .laws(Law.COORDINATES)
                        .bytes((m, n, w) -> 0));
    }
}
