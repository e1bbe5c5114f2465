package org.guideddescent.linalg;

import java.util.List;
import org.guideddescent.table.RecordTable;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/**
 * A Ritz pair of a symmetric operator A: nearly an eigenvalue and its eigenvector.
 *
 * @param value θ
 * @param vector v [n], of length 1
 * @param residual ‖A v − θ v‖, measured by a product; an eigenvalue of A lies within it of θ
 * @param gap from θ to the nearest other Ritz value; infinite if there is none. v is off the eigenvector by an angle of
 *     about residual / gap, if the gap is that of A
 */
public record EigenPair(double value, INDArray vector, double residual, double gap) {
    /**
     * {@return the pairs as a table, without their vectors: value, residual and gap, all in units of the eigenvalues}
     *
     * @param pairs in their order
     */
    public static Table table(List<EigenPair> pairs) {
        return RecordTable.of(
                "eigenpairs",
                Row.class,
                pairs.stream().map(p -> new Row(p.value, p.residual, p.gap)).toList());
    }

    private record Row(double value, double residual, double gap) {}
}
