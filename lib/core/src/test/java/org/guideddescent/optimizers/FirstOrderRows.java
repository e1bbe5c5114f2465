package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Optimizers.heavyBall;
import static org.guideddescent.optimizers.Optimizers.nesterov;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.optimizers.Row.row;

import java.util.List;

/** First-order rules. */
final class FirstOrderRows {
    private FirstOrderRows() {}

    static List<Row> rows() {
        return List.of(
                row("sgd", sgd(0.05))
                        .oracle((m, n) -> FirstOrderOracles.sgd(0.05))
                        .rate(0.05)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> 0),
                row("heavyBall", heavyBall(0.02, 0.9))
                        .oracle((m, n) -> FirstOrderOracles.heavyBall(0.02, 0.9, m * n))
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> m * n * w),
                row("nesterov", nesterov(0.02, 0.9))
                        .oracle((m, n) -> FirstOrderOracles.nesterov(0.02, 0.9, m * n))
                        .rate(0.02)
                        .laws(Law.LINEAR)
                        .bytes((m, n, w) -> m * n * w));
    }
}
