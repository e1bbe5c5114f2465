package org.guideddescent.model;

import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.LayerObserver;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The pass of a network for one batch size and type, and what its loss needs. */
final class Workspace {
    final Setting setting;
    final Shape output;
    final Pass pass;
    private final Loss loss;
    private final Ops ops;
    /** [n · positions × k]. */
    private final INDArray outputGrads;

    private final Line line = new Line();
    private final Moving gradient = new Moving();
    private final Reshaped inputs = new Reshaped();
    private final Reshaped targets = new Reshaped();
    private final Reshaped asOutputs = new Reshaped();
    private INDArray x;
    private INDArray z;
    private INDArray wanted;
    private LossCurvature curvature;

    Workspace(Layer layers, Loss loss, Setting setting) {
        this.setting = setting;
        this.loss = loss;
        ops = setting.ops();
        output = layers.output(setting.input());
        pass = layers.pass(setting);
        outputGrads = setting.array(rows(), output.channels());
    }

    private int rows() {
        return setting.examples() * output.positions();
    }

    /** The outputs [n · positions × k]. */
    INDArray forward(INDArray[] theta, INDArray examples, long key) {
        x = inputs.of(examples, setting.rows(), setting.input().channels());
        pass.begin(key);
        z = pass.forward(theta, x);
        return z;
    }

    /** The outputs, and the targets beside them. */
    private void look(INDArray[] theta, Batch batch) {
        forward(theta, batch.inputs(), batch.key());
        wanted = targets.of(batch.targets(), rows(), batch.targets().size(1) / output.positions());
    }

    /** The loss; its gradient in the outputs is kept. */
    double loss(INDArray[] theta, Batch batch) {
        look(theta, batch);
        return loss.apply(ops, z, wanted, outputGrads);
    }

    double gradient(INDArray[] theta, Batch batch, INDArray[] grad, LayerObserver watch) {
        double value = loss(theta, batch);
        pass.backward(theta, x, outputGrads, grad, false, watch);
        return value;
    }

    /** How fast the outputs move along v; the inputs are data. */
    private INDArray tangent(INDArray[] theta, INDArray[] v) {
        line.set(theta, v, x, x, false);
        return pass.tangent(line);
    }

    void hessianTimes(INDArray[] theta, Batch batch, INDArray[] v, INDArray[] out) {
        loss(theta, batch);
        var moved = tangent(theta, v);
        gradient.set(outputGrads, curvature().times(z, wanted, moved));
        pass.backwardTangent(line, gradient, out, false);
    }

    void gaussNewtonTimes(INDArray[] theta, Batch batch, INDArray[] v, INDArray[] out) {
        look(theta, batch);
        var moved = tangent(theta, v);
        pass.backward(theta, x, curvature().times(z, wanted, moved), out, false, LayerObserver.NONE);
    }

    double sampledGradient(INDArray[] theta, Batch batch, long key, INDArray[] grad, LayerObserver watch) {
        forward(theta, batch.inputs(), batch.key());
        double value = loss.apply(ops, z, curvature().draw(z, key), outputGrads);
        if (output.positions() > 1) {
            // The mean over positions divides the noise of an example by their number, its curvature by 1.
            ops.scale(Math.sqrt(output.positions()), outputGrads);
        }
        pass.backward(theta, x, outputGrads, grad, false, watch);
        return value;
    }

    void rootGradient(INDArray[] theta, Batch batch, int column, INDArray[] grad, LayerObserver watch) {
        look(theta, batch);
        pass.backward(theta, x, curvature().rootColumn(z, wanted, column), grad, false, watch);
    }

    /** out: as many numbers as the outputs, side by side, overwritten. */
    void jacobianTimes(INDArray[] theta, Batch batch, INDArray[] v, INDArray out) {
        forward(theta, batch.inputs(), batch.key());
        ops.copy(tangent(theta, v), asOutputs.of(out, rows(), output.channels()));
    }

    /** u: as many numbers as the outputs, side by side, not modified. */
    void jacobianAdjointTimes(INDArray[] theta, Batch batch, INDArray u, INDArray[] out) {
        forward(theta, batch.inputs(), batch.key());
        // A copy, since the last layer may overwrite what it is given.
        ops.copy(asOutputs.of(u, rows(), output.channels()), outputGrads);
        pass.backward(theta, x, outputGrads, out, false, LayerObserver.NONE);
    }

    private LossCurvature curvature() {
        if (curvature == null) {
            curvature = loss.curvature(ops, setting.type(), rows(), output.channels(), output.positions());
        }
        return curvature;
    }
}
