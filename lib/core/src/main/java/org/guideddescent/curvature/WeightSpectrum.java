package org.guideddescent.curvature;

import java.util.List;
import java.util.stream.IntStream;
import org.guideddescent.linalg.SingularValues;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.guideddescent.table.RecordTable;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/**
 * The singular values of one matrix, such as a weight or its update.
 *
 * @param param whose
 * @param values min(rows, cols) numbers, descending
 */
public record WeightSpectrum(Param param, List<Double> values) {
    /**
     * Copies the list.
     *
     * @param param whose
     * @param values min(rows, cols) numbers, descending
     */
    public WeightSpectrum {
        values = List.copyOf(values);
    }

    /**
     * {@return the spectrum of every parameter with more than one row and column, in the order of memory}
     *
     * @param theta parameters, not modified
     */
    public static List<WeightSpectrum> of(ParamVector theta) {
        return theta.layout().params().stream()
                .filter(Param::isMatrix)
                .map(p -> of(p, theta.view(p)))
                .toList();
    }

    /**
     * {@return the spectrum of the update after − before of every such parameter; neither is modified}
     *
     * @param before parameters before the update
     * @param after parameters after it, of the same layout
     */
    public static List<WeightSpectrum> ofUpdate(ParamVector before, ParamVector after) {
        return of(Directions.between(before, after));
    }

    private static WeightSpectrum of(Param p, INDArray a) {
        return new WeightSpectrum(p, Lists.of(SingularValues.of(a)));
    }

    /** {@return the spectral norm, the largest singular value} */
    public double spectralNorm() {
        return values.get(0);
    }

    /** {@return the Frobenius norm, the root of the sum of squares} */
    public double frobeniusNorm() {
        return Math.sqrt(values.stream().mapToDouble(s -> s * s).sum());
    }

    /** {@return the stable rank ‖A‖_F² / ‖A‖₂²: 1 for rank one, at most the rank; 0 for zero} */
    public double stableRank() {
        return SingularValues.stableRank(numbers());
    }

    /**
     * {@return the effective rank, exp of the entropy of the values' shares of their sum: at most the rank; 0 for zero}
     */
    public double effectiveRank() {
        return SingularValues.effectiveRank(numbers());
    }

    /** {@return the singular values as a table: parameter, index from 1, and value in units of the matrix} */
    public Table table() {
        return RecordTable.of(
                "spectrum",
                Row.class,
                IntStream.range(0, values.size())
                        .mapToObj(i -> new Row(param.name(), i + 1, values.get(i)))
                        .toList());
    }

    private record Row(String parameter, int index, double value) {}

    private double[] numbers() {
        return values.stream().mapToDouble(s -> s).toArray();
    }
}
