package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Optimizers.adam;
import static org.guideddescent.optimizers.Optimizers.adamW;
import static org.guideddescent.optimizers.Optimizers.heavyBall;
import static org.guideddescent.optimizers.Optimizers.scheduleFreeAdamW;
import static org.guideddescent.optimizers.Optimizers.scheduleFreeSgd;
import static org.guideddescent.optimizers.Row.row;
import static org.guideddescent.rule.Rules.accumulate;
import static org.guideddescent.rule.Rules.asam;
import static org.guideddescent.rule.Rules.cautious;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.clipByGlobalNorm;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;
import static org.guideddescent.rule.Rules.ema;
import static org.guideddescent.rule.Rules.emas;
import static org.guideddescent.rule.Rules.everyParameter;
import static org.guideddescent.rule.Rules.gpa;
import static org.guideddescent.rule.Rules.lawa;
import static org.guideddescent.rule.Rules.lookahead;
import static org.guideddescent.rule.Rules.monitor;
import static org.guideddescent.rule.Rules.polyakAverage;
import static org.guideddescent.rule.Rules.reduceOnPlateau;
import static org.guideddescent.rule.Rules.sam;
import static org.guideddescent.rule.Rules.scheduleFree;
import static org.guideddescent.rule.Rules.skipNonFinite;
import static org.guideddescent.rule.Rules.swa;

import java.util.List;
import java.util.stream.Stream;
import org.guideddescent.rule.Plateau;

/** Rules around rules. Inside stands heavy ball or Adam, so that a wrapper that spoils their memory is found out. */
final class WrapperRows {
    private WrapperRows() {}

    private static Oracle ball(int m, int n) {
        return FirstOrderOracles.heavyBall(0.02, 0.9, m * n);
    }

    static List<Row> rows() {
        return Stream.of(drivers(), benders(), averages(), movers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> drivers() {
        var exact = new Adam(0.9, 0.999, 0).at(0.01);
        return List.of(
                row("accumulate", accumulate(4, heavyBall(0.02, 0.9)))
                        .oracle((m, n) -> WrapperOracles.accumulate(4, ball(m, n), m * n))
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 2 * m * n * w + 24),
                // The oracle of heavy ball tells the momentum from two weights; wrapped, only Adam's has a memory of
                // its own.
                row("accumulate", accumulate(3, adamW(0.01, 0.1)))
                        .ideal(accumulate(3, chain(new Adam(0.9, 0.999, 0), decoupledWeightDecay(0.1)))
                                .at(0.01))
                        .oracle((m, n) -> WrapperOracles.accumulate(
                                3, AdaptiveOracles.adamW(0.01, 0.1, 0.9, 0.999, 1e-8, m * n), m * n))
                        .laws(Law.ADAPTIVE)
                        .bytes((m, n, w) -> 3 * m * n * w + 24),
                row("lookahead", lookahead(adam(0.01), 3, 0.4))
                        .ideal(lookahead(exact, 3, 0.4))
                        .oracle((m, n) -> WrapperOracles.lookahead(
                                3, 0.4, AdaptiveOracles.adam(0.01, 0.9, 0.999, 1e-8, m * n), m * n))
                        .laws(Law.ADAPTIVE)
                        .bytes((m, n, w) -> 3 * m * n * w + 8),
                row("sam", sam(heavyBall(0.02, 0.9), 0.3))
                        .asking((m, n) -> WrapperOracles.sam(0.3, ball(m, n)))
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> m * n * w),
                row("asam", asam(heavyBall(0.02, 0.9), 0.5))
                        .asking((m, n) -> WrapperOracles.asam(0.5, 0.01, ball(m, n)))
                        .laws(Law.COORDINATES)
                        .bytes((m, n, w) -> m * n * w),
                row("skipNonFinite", skipNonFinite(heavyBall(0.02, 0.9), 3))
                        .oracle(WrapperRows::ball)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> m * n * w + 24));
    }

    private static List<Row> benders() {
        return List.of(
                row("cautious", cautious(new HeavyBall(0.9)).at(0.02))
                        .oracle((m, n) -> WrapperOracles.cautious(0.02, WrapperOracles.momentum(0.9, m * n)))
                        .rate(0.02)
                        .laws(Law.COORDINATES)
                        .bytes((m, n, w) -> m * n * w),
                row("reduceOnPlateau", reduceOnPlateau(heavyBall(0.02, 0.9), 0.5, 0.01, new Plateau(3, 2, 1, 0.01)))
                        .asking((m, n) -> WrapperOracles.reduceOnPlateau(0.02, 0.9, 0.5, m * n))
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> m * n * w + 56),
                row("monitor", chain(new HeavyBall(0.9), monitor("momentum")).at(0.02))
                        .oracle(WrapperRows::ball)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> m * n * w + 24),
                row("monitor", monitor(new HeavyBall(0.9)).at(0.02))
                        .oracle(WrapperRows::ball)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> m * n * w + 32),
                row("everyParameter", everyParameter(clipByGlobalNorm(1)).at(0.05))
                        .oracle((m, n) -> DecayOracles.clipByGlobalNorm(0.05, 1))
                        .rate(0.05)
                        .laws(Law.ROTATION, Law.PERMUTATION, Law.SIGN_FLIP, Law.TRANSPOSE, Law.SCALE)
                        .bytes((m, n, w) -> 0));
    }

    /** Averages leave the path alone; what they read out is {@link AveragesTest}'s matter. */
    private static List<Row> averages() {
        return List.of(
                row("ema", ema(heavyBall(0.02, 0.9), 0.9))
                        .oracle(WrapperRows::ball)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 2 * m * n * w + 8),
                row("swa", swa(heavyBall(0.02, 0.9), 5, 3))
                        .oracle(WrapperRows::ball)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 2 * m * n * w + 8),
                row("emas", emas(heavyBall(0.02, 0.9), 5, 50))
                        .oracle(WrapperRows::ball)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 3 * m * n * w + 16),
                row("lawa", lawa(heavyBall(0.02, 0.9), 3, 2))
                        .oracle(WrapperRows::ball)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 4 * m * n * w + 8),
                row("polyakAverage", polyakAverage(heavyBall(0.02, 0.9)))
                        .oracle(WrapperRows::ball)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 2 * m * n * w + 8),
                row("polyakAverage", polyakAverage(heavyBall(0.02, 0.9), 3))
                        .oracle(WrapperRows::ball)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 2 * m * n * w + 8));
    }

    private static List<Row> movers() {
        return List.of(
                row("scheduleFree", scheduleFree(new HeavyBall(0.5), 0.8, 7).at(0.05))
                        .oracle((m, n) -> new WrapperOracles.ScheduleFree(
                                0.05, 0.8, 7, WrapperOracles.momentum(0.5, m * n), m * n))
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 2 * m * n * w + 24),
                row("scheduleFreeSgd", scheduleFreeSgd(0.05, 10))
                        .oracle((m, n) ->
                                new WrapperOracles.ScheduleFree(0.05, 0.9, 10, WrapperOracles.gradient(), m * n))
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> m * n * w + 24),
                row("scheduleFreeAdamW", scheduleFreeAdamW(0.01, 0.1, 10))
                        .ideal(scheduleFree(chain(new Adam(0, 0.999, 0), decoupledWeightDecay(0.1)), 0.9, 10)
                                .at(0.01))
                        .oracle((m, n) -> new WrapperOracles.ScheduleFree(
                                0.01, 0.9, 10, WrapperOracles.adam(0, 0.999, 1e-8, 0.1, m * n), m * n))
                        .laws(Law.ADAPTIVE)
                        .bytes((m, n, w) -> 3 * m * n * w + 24),
                row(
                                "gpa",
                                gpa(chain(new Adam(0.9, 0.999, 1e-8), decoupledWeightDecay(0.1)), 0.9, 0.7)
                                        .at(0.01))
                        .ideal(gpa(chain(new Adam(0.9, 0.999, 0), decoupledWeightDecay(0.1)), 0.9, 0.7)
                                .at(0.01))
                        .oracle((m, n) -> new WrapperOracles.PrimalAverage(
                                0.01, 0.9, 0.7, WrapperOracles.adam(0.9, 0.999, 1e-8, 0.1, m * n), m * n))
                        .laws(Law.ADAPTIVE)
                        .bytes((m, n, w) -> 3 * m * n * w + 8));
    }
}
