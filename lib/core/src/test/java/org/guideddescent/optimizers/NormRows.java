package org.guideddescent.optimizers;

import static org.guideddescent.optimizers.Law.PERMUTATION;
import static org.guideddescent.optimizers.Law.ROTATION;
import static org.guideddescent.optimizers.Law.SCALE;
import static org.guideddescent.optimizers.Law.SIGN_FLIP;
import static org.guideddescent.optimizers.Optimizers.muon;
import static org.guideddescent.optimizers.Row.row;

import java.util.List;

/** Rules that follow from a norm of the weights. */
final class NormRows {
    private NormRows() {}

    static List<Row> rows() {
        return List.of(
                row("muon", muon(0.02))
                        .oracle((m, n) -> NormOracles.muon(0.02, m, n, Math.sqrt(Math.max(1.0, (double) m / n))))
                        .rate(0.02)
                        .laws(ROTATION, PERMUTATION, SIGN_FLIP, SCALE)
                        .bytes((m, n, w) -> m * n * w),
                row("muon", muon(0.02, Muon.Scale.MOONSHOT))
                        .oracle((m, n) -> NormOracles.muon(0.02, m, n, 0.2 * Math.sqrt(Math.max(m, n))))
                        .rate(0.02)
                        .laws(ROTATION, PERMUTATION, SIGN_FLIP, SCALE, Law.TRANSPOSE)
                        .bytes((m, n, w) -> m * n * w));
    }
}
