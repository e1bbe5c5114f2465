package org.guideddescent.model;

import java.util.List;
import java.util.Optional;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.LayerTape;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The passes of a network for one batch size and type, and the activations that they share. */
final class Workspace {
    final DataType type;
    final int rows;
    private final Pass[] passes;
    /** inputs[i] is what layer i reads; the last entry is the network's output. */
    private final INDArray[] inputs;

    /** speeds[i] is how fast inputs[i] moves. */
    private final INDArray[] speeds;

    /** [n × k]. */
    final INDArray outputGrads;

    private LossCurvature curvature;

    Workspace(List<Layer> layers, Ops ops, DataType type, int rows, int inputWidth) {
        this.type = type;
        this.rows = rows;
        passes = new Pass[layers.size()];
        inputs = new INDArray[passes.length + 1];
        speeds = new INDArray[passes.length + 1];
        int width = inputWidth;
        for (int i = 0; i < passes.length; i++) {
            passes[i] = layers.get(i).pass(ops, type, rows, width);
            width = layers.get(i).outputWidth(width);
        }
        outputGrads = Nd4j.create(type, rows, width);
    }

    boolean fits(DataType wantedType, int wantedRows) {
        return type == wantedType && rows == wantedRows;
    }

    INDArray forward(INDArray[][] theta, INDArray x) {
        inputs[0] = x;
        for (int i = 0; i < passes.length; i++) {
            inputs[i + 1] = passes[i].forward(theta[i], inputs[i]);
        }
        return inputs[passes.length];
    }

    /**
     * Pulls dy, the gradient of the outputs, back to the parameters. params: of each layer, the matrix first. A layer is
     * shown when its gradient is complete.
     */
    void backward(
            INDArray[][] theta,
            INDArray[][] grad,
            INDArray dy,
            List<Layer> layers,
            List<List<Param>> params,
            LayerObserver watch) {
        for (int i = passes.length - 1; i >= 0; i--) {
            var dx = passes[i].backward(theta[i], inputs[i], dy, grad[i], i > 0);
            if (watch != LayerObserver.NONE && layers.get(i).isLinear()) {
                var own = params.get(i);
                watch.see(new LayerTape(
                        own.get(0), own.size() > 1 ? Optional.of(own.get(1)) : Optional.empty(), inputs[i], dy, 1));
            }
            dy = dx;
        }
    }

    /** How fast the outputs move [n × k] where the parameters move along v; after forward. */
    INDArray tangent(INDArray[][] theta, INDArray[][] v) {
        // The data stand still; what stands in their place is not read.
        speeds[0] = inputs[0];
        for (int i = 0; i < passes.length; i++) {
            speeds[i + 1] = passes[i].tangent(theta[i], v[i], inputs[i], speeds[i], i > 0);
        }
        return speeds[passes.length];
    }

    /** Overwrites out with how fast the gradient moves; after tangent. dyDot: how fast outputGrads move. */
    void backwardTangent(INDArray[][] theta, INDArray[][] v, INDArray[][] out, INDArray dyDot) {
        var dy = outputGrads;
        for (int i = passes.length - 1; i >= 0; i--) {
            dyDot = passes[i].backwardTangent(theta[i], v[i], inputs[i], speeds[i], i > 0, dy, dyDot, out[i], i > 0);
            dy = passes[i].backward(theta[i], inputs[i], dy, Pass.NO_GRADS, i > 0);
        }
    }

    /** Of that loss, made when first asked. A network has one loss. */
    LossCurvature curvature(Ops ops, Loss loss) {
        if (curvature == null) {
            curvature = loss.curvature(ops, type, rows, (int) outputGrads.size(1));
        }
        return curvature;
    }
}
