package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Optimizers.adam;
import static org.guideddescent.optimizers.Optimizers.nesterov;
import static org.guideddescent.optimizers.Optimizers.polyakStep;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.optimizers.Optimizers.stochasticPolyakStep;
import static org.guideddescent.optimizers.Row.row;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;

import java.util.List;
import org.guideddescent.schedule.Schedules;

/**
 * Rules that find their rate. Their first distances are so large here that fifty steps go somewhere, and where laws are tried d is
 * made to grow within ten steps: as long as it does not, D-Adapt and Prodigy are Adam.
 */
final class RateFreeRows {
    private static final Law[] SIGNS = {Law.PERMUTATION, Law.SIGN_FLIP, Law.TRANSPOSE, Law.SCALE};
    private static final Law[] BALL = {Law.ROTATION, Law.PERMUTATION, Law.SIGN_FLIP, Law.TRANSPOSE, Law.SCALE};

    private RateFreeRows() {}

    static List<Row> rows() {
        var cosine = Schedules.cosine(1, 0.1, 60);
        var prodigy = new Prodigy(0.9, 0.99, 1e-8, 0.01, 1, false, 0);
        var safe = new Prodigy(0.9, 0.99, 1e-8, 0.01, 0.7, true, 0.1);
        var mechanic = new Mechanic(new Sgd().at(0.5), 0.05, 0.01, 6, 1e-8);
        var onAdam = new Mechanic(
                chain(new Adam(0.9, 0.99, 1e-8), decoupledWeightDecay(0.1)).at(0.5), 0.05, 0.01, 3, 1e-8);
        return List.of(
                row("polyakStep", polyakStep(-20).at(0.1))
                        .asking((m, n) -> RateFreeOracles.polyak(0.1, -20, Double.POSITIVE_INFINITY))
                        .rate(0.1)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 0),
                row("stochasticPolyakStep", stochasticPolyakStep(-20, 0.2).at(0.5))
                        .asking((m, n) -> RateFreeOracles.polyak(0.5, -20, 0.2))
                        .rate(0.5)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 0),
                row("momo", new Momo(0.9, -20).at(0.2))
                        .asking((m, n) -> RateFreeOracles.momo(0.2, 0.9, -20, m * n))
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> m * n * w + 3 * 8),
                row("dog", new Dog(0.1, 1e-8, false))
                        .ideal(new Dog(0.1, 0, false))
                        .oracle((m, n) -> RateFreeOracles.dog(1, 0.1, 1e-8))
                        .rate(1)
                        .laws(BALL)
                        .bytes((m, n, w) -> m * n * w + 2 * 8),
                row("layeredDog", new Dog(0.1, 1e-8, true).at(0.5))
                        .ideal(new Dog(0.1, 0, true).at(0.5))
                        .oracle((m, n) -> RateFreeOracles.dog(0.5, 0.1, 1e-8))
                        .rate(0.5)
                        .laws(BALL)
                        .bytes((m, n, w) -> m * n * w + 2 * 8),
                row("dowg", new Dowg(0.1))
                        .oracle((m, n) -> RateFreeOracles.dowg(1, 0.1))
                        .rate(1)
                        .laws(BALL)
                        .bytes((m, n, w) -> m * n * w + 2 * 8),
                row("dAdaptSgd", new DAdaptSgd(0.1).schedule(cosine))
                        .oracle((m, n) -> RateFreeOracles.dAdaptSgd(cosine, 0.1, m * n))
                        .laws(BALL)
                        .bytes((m, n, w) -> m * n * w + 3 * 8),
                row("dAdaptAdam", new DAdaptAdam(0.9, 0.99, 1e-8, 0.02, 0).schedule(cosine))
                        .ideal(new DAdaptAdam(0.9, 0.99, 1e-30, 0.02, 0).schedule(cosine))
                        .oracle((m, n) -> RateFreeOracles.dAdaptAdam(cosine, 0.9, 0.99, 1e-8, 0.02, 0, m * n))
                        .laws(SIGNS)
                        .bytes((m, n, w) -> 3 * m * n * w + 2 * 8),
                row("dAdaptAdam", new DAdaptAdam(0.9, 0.99, 1e-8, 0.02, 0.1).at(0.5))
                        .ideal(new DAdaptAdam(0.9, 0.99, 1e-30, 0.02, 0.1).at(2))
                        .oracle((m, n) ->
                                RateFreeOracles.dAdaptAdam(Schedules.constant(0.5), 0.9, 0.99, 1e-8, 0.02, 0.1, m * n))
                        .rate(0.5)
                        .laws(SIGNS)
                        .bytes((m, n, w) -> 3 * m * n * w + 2 * 8),
                row("prodigy", prodigy)
                        .ideal(new Prodigy(0.9, 0.99, 0, 0.01, 5, false, 0))
                        .oracle((m, n) -> RateFreeOracles.prodigy(prodigy, Schedules.constant(1), m * n))
                        .rate(1)
                        .laws(SIGNS)
                        .bytes((m, n, w) -> 4 * m * n * w + 2 * 8),
                row("prodigy", safe.schedule(cosine))
                        .ideal(new Prodigy(0.9, 0.99, 0, 0.01, 5, true, 0.1).schedule(cosine))
                        .oracle((m, n) -> RateFreeOracles.prodigy(safe, cosine, m * n))
                        .laws(SIGNS)
                        .bytes((m, n, w) -> 4 * m * n * w + 2 * 8),
                row("mechanic", mechanic)
                        .oracle((m, n) -> RateFreeOracles.mechanic(mechanic, FirstOrderOracles.sgd(0.5), m * n))
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> m * n * w + 4 * 6 * 8),
                row("mechanic", onAdam)
                        .ideal(new Mechanic(
                                chain(new Adam(0.9, 0.99, 0), decoupledWeightDecay(0.1))
                                        .at(0.5),
                                0.05,
                                0.01,
                                3,
                                1e-30))
                        .oracle((m, n) -> RateFreeOracles.mechanic(
                                onAdam, AdaptiveOracles.adamW(0.5, 0.1, 0.9, 0.99, 1e-8, m * n), m * n))
                        .laws(SIGNS)
                        .bytes((m, n, w) -> 3 * m * n * w + 4 * 3 * 8),
                row("hypergradient", Optimizers.hypergradient(sgd(0.05), 1e-4))
                        .oracle((m, n) ->
                                RateFreeOracles.hypergradient(0.05, 1e-4, false, FirstOrderOracles.sgd(1), m * n))
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> m * n * w + 8),
                row("hypergradient", Optimizers.hypergradient(adam(0.02), 1e-4))
                        .ideal(Optimizers.hypergradient(new Adam(0.9, 0.999, 0).at(0.02), 1e-4))
                        .oracle((m, n) -> RateFreeOracles.hypergradient(
                                0.02, 1e-4, false, AdaptiveOracles.adam(1, 0.9, 0.999, 1e-8, m * n), m * n))
                        .laws(Law.COORDINATES)
                        .bytes((m, n, w) -> 3 * m * n * w + 8),
                row(
                                "hypergradient",
                                Optimizers.hypergradient(nesterov(0.01, 0.9), 0.1, Hypergradient.Update.MULTIPLICATIVE))
                        .oracle((m, n) -> RateFreeOracles.hypergradient(
                                0.01, 0.1, true, FirstOrderOracles.nesterov(1, 0.9, m * n), m * n))
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 2 * m * n * w + 8),
                row("cocob", Optimizers.cocob())
                        .oracle((m, n) -> RateFreeOracles.cocob(1, 100, 1e-8, m * n))
                        .rate(1)
                        .laws(Law.ADAPTIVE)
                        .bytes((m, n, w) -> 5 * m * n * w));
    }
}
