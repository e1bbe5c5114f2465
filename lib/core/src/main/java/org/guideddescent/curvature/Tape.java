package org.guideddescent.curvature;

import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerTape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What a layer saw, with its bias as the weights of one more input that is 1.
 *
 * @param inputs ā [examples · positions × in, or in + 1 with a bias]
 * @param grads δ / n [examples · positions × out]: of the mean loss over n examples
 */
record Tape(INDArray inputs, INDArray grads, int examples, int positions) {
    static Tape of(Ops ops, LayerTape seen, boolean withBias) {
        var inputs = seen.inputs();
        long rows = inputs.size(0);
        if (withBias) {
            inputs = Nd4j.create(inputs.dataType(), rows, inputs.size(1) + 1);
            ops.fill(1, inputs);
            ops.copy(seen.inputs(), inputs.get(NDArrayIndex.all(), NDArrayIndex.interval(0, inputs.size(1) - 1)));
        }
        return new Tape(inputs, seen.outputGrads(), (int) rows / seen.positions(), seen.positions());
    }

    /** ā of example i [positions × in]. */
    INDArray inputs(int i) {
        return own(inputs, i);
    }

    /** δ / n of example i [positions × out]. */
    INDArray grads(int i) {
        return own(grads, i);
    }

    private INDArray own(INDArray a, int i) {
        long from = (long) i * positions;
        return a.get(NDArrayIndex.interval(from, from + positions), NDArrayIndex.all())
                .reshape('c', true, positions, a.size(1));
    }
}
