package org.guideddescent.model;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is averaged over the rows of a batch. */
public enum Loss {
    /** −Σ p ln softmax(output); targets are class indices [n × 1] or probabilities [n × k]. */
    SOFTMAX_CROSS_ENTROPY {
        @Override
        boolean accepts(long targetWidth, int outputs) {
            return targetWidth == 1 || targetWidth == outputs;
        }

        @Override
        double apply(Ops ops, INDArray outputs, INDArray targets, INDArray gradient) {
            return ops.softmaxCrossEntropy(outputs, targets, gradient);
        }

        @Override
        LossCurvature curvature(Ops ops, DataType type, int rows, int outputs) {
            return new CategoricalCurvature(ops, type, rows, outputs);
        }
    },
    /** ½‖output − target‖²; targets [n × k]. */
    SQUARED_ERROR {
        @Override
        boolean accepts(long targetWidth, int outputs) {
            return targetWidth == outputs;
        }

        @Override
        double apply(Ops ops, INDArray outputs, INDArray targets, INDArray gradient) {
            return ops.squaredError(outputs, targets, gradient);
        }

        @Override
        LossCurvature curvature(Ops ops, DataType type, int rows, int outputs) {
            return new NormalCurvature(ops, type, rows, outputs);
        }
    };

    abstract boolean accepts(long targetWidth, int outputs);

    /** The loss; gradient [n × k] is overwritten. */
    abstract double apply(Ops ops, INDArray outputs, INDArray targets, INDArray gradient);

    /** Memory for the second derivative in the outputs of so many rows. */
    abstract LossCurvature curvature(Ops ops, DataType type, int rows, int outputs);
}
