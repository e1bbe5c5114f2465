package org.guideddescent.parallel;

import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Whether an objective's gradient is a mean over examples, as dividing a batch presumes: the gradient of m rows against those
 * of their two halves,
 * <pre>  ‖m g − (h g₁ + (m − h) g₂)‖ ≤ tolerance · m max(‖g₁‖, ‖g₂‖)          h = ⌊m / 2⌋  </pre>
 * Batch normalization fails it, for its examples act on each other, and so does dropout, which drops by the row's place.
 */
final class MeanCheck {
    private static final double FLOATS = 1e-3;
    private static final double DOUBLES = 1e-8;

    private MeanCheck() {}

    /** Looks at this rank's rows, or at the batch where they are fewer than two, and throws everywhere if it fails anywhere. */
    static void require(Objective objective, ParamVector theta, Batch batch, Team team) {
        var rows = new Share(team.rank(), team.size())
                .of(batch)
                .filter(r -> r.size() > 1)
                .orElse(batch);
        double gap = rows.size() > 1 ? gap(objective, theta, rows) : 0;
        double tolerance = theta.type() == DataType.FLOAT ? FLOATS : DOUBLES;
        // Not a comparison of means: one rank that fails must be heard by all.
        double failing = team.average(theta.like().flat(), gap <= tolerance ? 0 : 1);
        if (failing > 0) {
            throw new IllegalArgumentException("the gradient of " + objective
                    + " is not the mean of its examples' gradients: that of a batch and those of its halves differ by "
                    + gap + " at rank " + team.rank() + ", " + Math.round(failing * team.size())
                    + " of the ranks see it. Batch normalization and dropout do that; each rank would have statistics or"
                    + " masks of its own, and the run would not be that of one rank. DataParallel.withoutMeanCheck accepts"
                    + " it");
        }
    }

    private static double gap(Objective objective, ParamVector theta, Batch rows) {
        var ops = Ops.current();
        var whole = theta.like();
        var part = theta.like();
        int m = rows.size();
        int half = m / 2;
        objective.gradient(theta, rows, whole);
        ops.scale(m, whole.flat());
        objective.gradient(theta, Share.window(rows, 0, half), part);
        double most = ops.norm(part.flat());
        ops.axpy(-half, part.flat(), whole.flat());
        objective.gradient(theta, Share.window(rows, half, m), part);
        most = Math.max(most, ops.norm(part.flat()));
        ops.axpy(half - m, part.flat(), whole.flat());
        double gap = ops.norm(whole.flat());
        return gap == 0 ? 0 : gap / (m * most);
    }
}
