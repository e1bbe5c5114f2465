package org.guideddescent.parallel;

import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The loss of a batch, of which each rank computes its rows' part:
 * <pre>
 *   L = 1/P Σ_r w_r L_r,  ∇L = 1/P Σ_r w_r ∇L_r          w_r = P n_r / n, rank r having n_r of n rows
 * </pre>
 * That is the loss for means over examples only. All ranks must ask the same questions in the same order; each gets the same
 * answer, to the last bit.
 */
final class Divided implements Objective {
    private final Objective whole;
    private final Team team;
    private final Share share;
    private final Ops ops = Ops.current();
    private final INDArray nothing = Nd4j.zeros(DataType.DOUBLE, 1);

    private Divided(Objective whole, Team team) {
        this.whole = whole;
        this.team = team;
        this.share = new Share(team.rank(), team.size());
    }

    /** Whole itself where there is nobody to share with. Answers curvature products if whole does. Layers are not shown: a rank sees those of its rows only. */
    static Objective of(Objective whole, Team team) {
        if (team.size() == 1) {
            return whole;
        }
        var divided = new Divided(whole, team);
        return whole instanceof Objective.Curved curved ? new Bent(divided, curved) : divided;
    }

    @Override
    public Layout layout() {
        return whole.layout();
    }

    @Override
    public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
        var rows = share.of(batch);
        if (rows.isEmpty()) {
            ops.fill(0, grad.flat());
            return team.average(grad.flat(), 0);
        }
        double loss = whole.gradient(theta, rows.get(), grad);
        double weight = share.weight(batch.size());
        if (weight != 1) {
            ops.scale(weight, grad.flat());
        }
        return team.average(grad.flat(), weight * loss);
    }

    @Override
    public double loss(ParamVector theta, Batch batch) {
        var rows = share.of(batch);
        double mine = rows.isEmpty() ? 0 : share.weight(batch.size()) * whole.loss(theta, rows.get());
        return team.average(nothing, mine);
    }

    @Override
    public String toString() {
        return whole + " divided among " + team.size();
    }

    /** A product of this rank's rows. */
    @FunctionalInterface
    private interface Product {
        void times(ParamVector theta, Batch rows, ParamVector v, ParamVector out);
    }

    private void times(Product product, ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        var rows = share.of(batch);
        if (rows.isEmpty()) {
            ops.fill(0, out.flat());
        } else {
            product.times(theta, rows.get(), v, out);
            double weight = share.weight(batch.size());
            if (weight != 1) {
                ops.scale(weight, out.flat());
            }
        }
        team.average(out.flat());
    }

    /** A divided objective that gives curvature products, which are means over examples too. */
    private record Bent(Divided divided, Objective.Curved curved) implements Objective.Curved {
        @Override
        public Layout layout() {
            return divided.layout();
        }

        @Override
        public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
            return divided.gradient(theta, batch, grad);
        }

        @Override
        public double loss(ParamVector theta, Batch batch) {
            return divided.loss(theta, batch);
        }

        @Override
        public void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
            divided.times(curved::hessianTimes, theta, batch, v, out);
        }

        @Override
        public void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
            divided.times(curved::gaussNewtonTimes, theta, batch, v, out);
        }

        @Override
        public String toString() {
            return divided.toString();
        }
    }
}
