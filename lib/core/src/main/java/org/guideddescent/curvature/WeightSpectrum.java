package org.guideddescent.curvature;

import java.util.List;
import org.guideddescent.compute.Ops;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The singular values of one matrix, such as a weight or its update.
 *
 * @param param whose
 * @param values min(rows, cols) numbers, descending
 */
public record WeightSpectrum(Param param, List<Double> values) {
    public WeightSpectrum {
        values = List.copyOf(values);
    }

    /** Of every parameter with more than one row and column, in the order of memory. theta: not modified. */
    public static List<WeightSpectrum> of(ParamVector theta) {
        return theta.layout().params().stream()
                .filter(Param::isMatrix)
                .map(p -> of(p, theta.view(p)))
                .toList();
    }

    /** Of the update after − before of every such parameter; neither is modified. */
    public static List<WeightSpectrum> ofUpdate(ParamVector before, ParamVector after) {
        return of(Directions.between(before, after));
    }

    private static WeightSpectrum of(Param p, INDArray a) {
        int r = Math.min(p.rows(), p.cols());
        var s = Nd4j.create(a.dataType(), r);
        Ops.current().svd(a, Nd4j.create(a.dataType(), p.rows(), r), s, Nd4j.create(a.dataType(), p.cols(), r));
        return new WeightSpectrum(p, Lists.of(s.toDoubleVector()));
    }

    /** The largest. */
    public double spectralNorm() {
        return values.get(0);
    }

    /** The root of the sum of squares. */
    public double frobeniusNorm() {
        return Math.sqrt(values.stream().mapToDouble(s -> s * s).sum());
    }

    /** ‖A‖_F² / ‖A‖₂²: 1 for rank one, at most the rank; 0 for zero. */
    public double stableRank() {
        double ratio = frobeniusNorm() / spectralNorm();
        return spectralNorm() > 0 ? ratio * ratio : 0;
    }
}
