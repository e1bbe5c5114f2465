package org.guideddescent.curvature;

import java.util.Optional;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.LayerTape;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One linear layer that an example uses at several positions, z = W x + b at each, and half the squared error of all. */
final class SharedLayer implements Objective.Probabilistic {
    static final int IN = 3;
    static final int OUT = 2;
    static final int POSITIONS = 4;

    private final Layout layout = Layout.builder()
            .add("w1", Role.OUTPUT, OUT, IN)
            .add("b1", Role.BIAS, OUT, 1)
            .build();

    @Override
    public Layout layout() {
        return layout;
    }

    /** x of an example at a position, with a 1 behind it. */
    static double[] input(Batch batch, int example, int position) {
        double[] x = new double[IN + 1];
        for (int j = 0; j < IN; j++) {
            x[j] = batch.inputs().getDouble(example, position * IN + j);
        }
        x[IN] = 1;
        return x;
    }

    /** z − t. */
    static double[] residual(ParamVector theta, Batch batch, int example, int position) {
        double[] x = input(batch, example, position);
        double[] r = new double[OUT];
        for (int o = 0; o < OUT; o++) {
            r[o] = theta.view("b1").getDouble(o, 0) - batch.targets().getDouble(example, position * OUT + o);
            for (int j = 0; j < IN; j++) {
                r[o] += theta.view("w1").getDouble(o, j) * x[j];
            }
        }
        return r;
    }

    private double pull(Batch batch, double[][] tops, ParamVector grad, LayerObserver watch) {
        int rows = tops.length;
        var inputs = Nd4j.create(DataType.DOUBLE, rows, IN);
        INDArray grads = Nd4j.create(tops);
        grad.flat().assign(0);
        for (int r = 0; r < rows; r++) {
            double[] x = input(batch, r / POSITIONS, r % POSITIONS);
            for (int j = 0; j < IN; j++) {
                inputs.putScalar(r, j, x[j]);
            }
            for (int o = 0; o < OUT; o++) {
                for (int j = 0; j < IN; j++) {
                    var w = grad.view("w1");
                    w.putScalar(o, j, w.getDouble(o, j) + tops[r][o] * x[j]);
                }
                grad.view("b1").putScalar(o, 0, grad.view("b1").getDouble(o, 0) + tops[r][o]);
            }
        }
        watch.see(new LayerTape(layout.named("w1"), Optional.of(layout.named("b1")), inputs, grads, POSITIONS));
        return 0;
    }

    @Override
    public double gradient(ParamVector theta, Batch batch, ParamVector grad, LayerObserver watch) {
        var tops = new double[batch.size() * POSITIONS][];
        for (int r = 0; r < tops.length; r++) {
            tops[r] = residual(theta, batch, r / POSITIONS, r % POSITIONS);
            for (int o = 0; o < OUT; o++) {
                tops[r][o] /= batch.size();
            }
        }
        return pull(batch, tops, grad, watch);
    }

    @Override
    public double sampledGradient(ParamVector theta, Batch batch, long key, ParamVector grad, LayerObserver watch) {
        throw new AssertionError("not asked");
    }

    @Override
    public int rootColumns() {
        return POSITIONS * OUT;
    }

    @Override
    public void rootGradient(ParamVector theta, Batch batch, int column, ParamVector grad, LayerObserver watch) {
        var tops = new double[batch.size() * POSITIONS][OUT];
        for (int n = 0; n < batch.size(); n++) {
            tops[n * POSITIONS + column / OUT][column % OUT] = 1.0 / batch.size();
        }
        pull(batch, tops, grad, watch);
    }
}
