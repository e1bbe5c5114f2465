package org.guideddescent.model;

import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A loss of one inner product: logistic regression, or a single-index model.
 * <pre>
 *   L(x) = mean ℓ(zᵢ, yᵢ),  zᵢ = xᵀaᵢ          ∇L = mean ℓ′ aᵢ          ∇²L v = mean ℓ″ (aᵢᵀv) aᵢ
 * </pre>
 * The parameter is x [d × 1]; a batch has inputs [n × d], rows aᵢ, and targets [n × 1]. There is no bias: give the inputs a
 * column of ones. An objective holds the memory of its passes, so it serves one thread; nothing is allocated after the
 * first call for a number of rows, for the two used last.
 */
public final class IndexModel implements Objective.Curved {
    private final String name;
    private final ScalarLoss loss;
    private final Layout layout;
    private final Param x;
    private final Ops ops = Ops.current();
    private Columns latest = new Columns(DataType.DOUBLE, 1);
    private Columns other = latest;

    private IndexModel(String name, ScalarLoss loss, int d) {
        this.name = name;
        this.loss = loss;
        layout = Layout.vector(d);
        x = layout.params().get(0);
    }

    /**
     * {@return a logistic regression of d inputs: ℓ = ln(1 + eᶻ) − y z, targets 0 or 1}
     *
     * @param d numbers in an example
     */
    public static IndexModel logistic(int d) {
        return new IndexModel("logistic", new ScalarLoss.Logistic(), d);
    }

    /**
     * {@return a single-index model of d inputs: ℓ = ½(σ(z) − y)²}
     *
     * @param link σ
     * @param d numbers in an example
     */
    public static IndexModel singleIndex(Link link, int d) {
        return new IndexModel(link.toString(), new ScalarLoss.Squared(link), d);
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
        var c = columns(theta, batch);
        double value = sum(c);
        for (int i = 0; i < c.z.length; i++) {
            c.z[i] = loss.slope(c.z[i], c.y[i]);
        }
        back(c, batch, grad);
        return value;
    }

    @Override
    public double loss(ParamVector theta, Batch batch) {
        return sum(columns(theta, batch));
    }

    @Override
    public void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        times(theta, batch, v, out, false);
    }

    @Override
    public void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        times(theta, batch, v, out, true);
    }

    private void times(ParamVector theta, Batch batch, ParamVector v, ParamVector out, boolean gaussNewton) {
        var c = columns(theta, batch);
        ops.gemm(false, false, 1, batch.inputs(), v.view(x), 0, c.column);
        Numbers.read(c.column, c.moved);
        for (int i = 0; i < c.z.length; i++) {
            double bend = gaussNewton ? loss.gaussNewton(c.z[i], c.y[i]) : loss.bend(c.z[i], c.y[i]);
            c.z[i] = bend * c.moved[i];
        }
        back(c, batch, out);
    }

    private double sum(Columns c) {
        double sum = 0;
        for (int i = 0; i < c.z.length; i++) {
            sum += loss.value(c.z[i], c.y[i]);
        }
        return sum / c.z.length;
    }

    /** out ← mean zᵢ aᵢ. */
    private void back(Columns c, Batch batch, ParamVector out) {
        Numbers.write(c.z, c.column);
        ops.gemm(true, false, 1.0 / c.z.length, batch.inputs(), c.column, 0, out.view(x));
    }

    private Columns columns(ParamVector theta, Batch batch) {
        if (batch.inputs().size(1) != x.rows() || batch.targets().size(1) != 1) {
            throw new IllegalArgumentException("inputs must be [n×" + x.rows() + "] and targets [n×1] for " + this
                    + ", got " + Accuracy.shape(batch.inputs()) + " and " + Accuracy.shape(batch.targets()));
        }
        int rows = batch.size();
        if (!latest.fits(theta.type(), rows)) {
            var before = latest;
            latest = other.fits(theta.type(), rows) ? other : new Columns(theta.type(), rows);
            other = before;
        }
        ops.gemm(false, false, 1, batch.inputs(), theta.view(x), 0, latest.column);
        Numbers.read(latest.column, latest.z);
        Numbers.read(batch.targets(), latest.y);
        return latest;
    }

    @Override
    public String toString() {
        return "IndexModel[" + name + ", " + x.rows() + " inputs]";
    }

    /** A column in the parameters' type, and outputs, targets and speeds as plain numbers. */
    private static final class Columns {
        final INDArray column;
        final double[] z;
        final double[] y;
        final double[] moved;

        Columns(DataType type, int rows) {
            column = Nd4j.create(type, rows, 1);
            z = new double[rows];
            y = new double[rows];
            moved = new double[rows];
        }

        boolean fits(DataType type, int rows) {
            return column.dataType() == type && z.length == rows;
        }
    }
}
