package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Optimizers.adam;
import static org.guideddescent.optimizers.Optimizers.adamW;
import static org.guideddescent.optimizers.Optimizers.heavyBall;
import static org.guideddescent.optimizers.Optimizers.muon;
import static org.guideddescent.optimizers.Optimizers.nesterov;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.rule.Rules.chain;
import static org.guideddescent.rule.Rules.decoupledWeightDecay;

import java.util.List;
import java.util.function.BiFunction;
import org.guideddescent.rule.Transform;

/** One row for each optimizer: what the contract tests run over. */
final class Catalogue {
    private Catalogue() {}

    /**
     * An optimizer beside its oracle.
     *
     * @param method the façade's method of that name
     * @param oracle the paper's update for a matrix [rows × cols]
     */
    record Row(
            String method,
            Transform rule,
            BiFunction<Integer, Integer, Oracle> oracle,
            boolean rotates,
            boolean scaleFree) {
        @Override
        public String toString() {
            return method + " " + rule;
        }
    }

    static List<Row> rows() {
        return List.of(
                new Row("sgd", sgd(0.05), (m, n) -> Oracle.sgd(0.05), true, false),
                new Row("heavyBall", heavyBall(0.02, 0.9), (m, n) -> Oracle.heavyBall(0.02, 0.9, m * n), true, false),
                new Row("nesterov", nesterov(0.02, 0.9), (m, n) -> Oracle.nesterov(0.02, 0.9, m * n), true, false),
                new Row("adam", adam(0.01), (m, n) -> Oracle.adamW(0.01, 0, 0.9, 0.999, 1e-8, m * n), false, true),
                new Row(
                        "adamW",
                        adamW(0.01, 0.1),
                        (m, n) -> Oracle.adamW(0.01, 0.1, 0.9, 0.999, 1e-8, m * n),
                        false,
                        true),
                new Row(
                        "muon",
                        muon(0.02),
                        (m, n) -> Oracle.muon(0.02, 0, m, n, Math.sqrt(Math.max(1.0, (double) m / n))),
                        true,
                        true),
                new Row(
                        "muon",
                        chain(muon(0.02, Muon.Scale.MOONSHOT), decoupledWeightDecay(0.1)),
                        (m, n) -> Oracle.muon(0.02, 0.1, m, n, 0.2 * Math.sqrt(Math.max(m, n))),
                        true,
                        true));
    }
}
