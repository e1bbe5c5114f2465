package org.guideddescent.curvature;

import java.util.List;
import java.util.stream.IntStream;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.EigenPair;
import org.guideddescent.table.RecordTable;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/**
 * How much of a vector, such as the gradient, lies in the span of some eigenvectors.
 * <pre>  cᵢ = vᵢᵀg / ‖g‖          Σ cᵢ² = ‖P g‖² / ‖g‖²  </pre>
 * Gur-Ari, Roberts and Dyer, 2018, arXiv:1812.04754.
 *
 * @param cosines cᵢ, in the order of the pairs; the sign is that of an eigenvector, so arbitrary
 */
public record Alignment(List<Double> cosines) {
    /**
     * Copies the list.
     *
     * @param cosines cᵢ, in the order of the pairs; the sign is that of an eigenvector, so arbitrary
     */
    public Alignment {
        cosines = List.copyOf(cosines);
    }

    /**
     * {@return the alignment of a vector with the eigenvectors of these pairs}
     *
     * @param g vector [n], not zero, not modified
     * @param pairs eigenvectors of n numbers, orthonormal
     */
    public static Alignment of(INDArray g, List<EigenPair> pairs) {
        var ops = Ops.current();
        double length = ops.norm(g);
        if (!(length > 0)) {
            throw new IllegalArgumentException("a vector of length " + length + " has no direction");
        }
        return new Alignment(
                pairs.stream().map(p -> ops.dot(p.vector(), g) / length).toList());
    }

    /** {@return Σ cᵢ², from 0 to 1; k / n on average for a random vector of n numbers and k pairs} */
    public double fraction() {
        return cosines.stream().mapToDouble(c -> c * c).sum();
    }

    /** {@return the cosines as a table: pair from 1, and cosine cᵢ, which has no unit} */
    public Table table() {
        return RecordTable.of(
                "alignment",
                Row.class,
                IntStream.range(0, cosines.size())
                        .mapToObj(i -> new Row(i + 1, cosines.get(i)))
                        .toList());
    }

    private record Row(int pair, double cosine) {}
}
