package org.guideddescent.model;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is averaged over the examples of a batch and their positions. */
public enum Loss {
    /**
     * −Σ p ln softmax(output); targets are class indices [n × positions] or probabilities [n × positions · k].
     */
    SOFTMAX_CROSS_ENTROPY {
        @Override
        boolean accepts(long targetWidth, Shape output) {
            return targetWidth == output.positions() || targetWidth == output.numbers();
        }

        @Override
        double apply(Ops ops, INDArray outputs, INDArray targets, INDArray gradient) {
            return ops.softmaxCrossEntropy(outputs, targets, gradient);
        }

        @Override
        LossCurvature curvature(Ops ops, DataType type, int rows, int outputs, int positions) {
            return new CategoricalCurvature(ops, type, rows, outputs, positions);
        }
    },
    /** ½‖output − target‖²; targets [n × positions · k]. */
    SQUARED_ERROR {
        @Override
        boolean accepts(long targetWidth, Shape output) {
            return targetWidth == output.numbers();
        }

        @Override
        double apply(Ops ops, INDArray outputs, INDArray targets, INDArray gradient) {
            return ops.squaredError(outputs, targets, gradient);
        }

        @Override
        LossCurvature curvature(Ops ops, DataType type, int rows, int outputs, int positions) {
            return new NormalCurvature(ops, type, rows, outputs, positions);
        }
    };

    /** targetWidth: numbers in the targets of an example. */
    abstract boolean accepts(long targetWidth, Shape output);

    /** The loss; gradient [n × k] is overwritten. */
    abstract double apply(Ops ops, INDArray outputs, INDArray targets, INDArray gradient);

    /** Memory for the second derivative in the outputs of so many rows, which are examples times positions. */
    abstract LossCurvature curvature(Ops ops, DataType type, int rows, int outputs, int positions);
}
