package org.guideddescent.curvature;

import java.util.List;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.EigenPair;
import org.nd4j.linalg.api.ndarray.INDArray;

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
}
