package org.guideddescent.optimizers;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.compute.Ops;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A curvature matrix A [n × n] from its products with the n unit vectors, and its eigenvectors. For small n. */
final class DenseCurvature {
    /** A; symmetric, for the mean of A and Aᵀ would hide a wrong product. */
    final INDArray matrix;

    private final Ops ops;
    private final int n;
    private final INDArray unit;
    private final INDArray product;
    private final List<INDArray> rows = new ArrayList<>();
    private final Slice.Products products;
    private final INDArray values;
    private final INDArray vectors;
    private final INDArray turned;

    DenseCurvature(Ops ops, Slice slice, Slots slots) {
        this.ops = ops;
        n = (int) slice.n();
        matrix = slots.scratch("A", n, n);
        unit = slots.scratch("unit", n);
        product = slots.scratch("product", n);
        products = slice.products(unit, product);
        values = slots.scratch("values", 1, n);
        vectors = slots.scratch("vectors", n, n);
        turned = slots.scratch("turned", n, 1);
        for (int i = 0; i < n; i++) {
            rows.add(Scope.window(matrix, (long) i * n, (i + 1L) * n));
        }
    }

    /** matrix ← A, by n products at the weights of the step. */
    void measure(Curvature kind) {
        ops.fill(0, unit);
        for (int i = 0; i < n; i++) {
            unit.data().put(i, 1);
            products.times(kind);
            unit.data().put(i, 0);
            ops.copy(product, rows.get(i));
        }
    }

    /** A ← A + lambda I. */
    void shift(double lambda) {
        for (int i = 0; i < n; i++) {
            long at = (long) i * (n + 1);
            matrix.data().put(at, matrix.data().getDouble(at) + lambda);
        }
    }

    /** What an eigenvalue is to be divided by. */
    interface Divisor {
        /** largest: max |λ|. */
        double of(double lambda, double largest);
    }

    /** d ← Q diag(1 / divisor(λ)) Qᵀ g for A = Q diag(λ) Qᵀ; where the divisor is infinite, nothing. */
    void divide(INDArray g, INDArray d, Divisor divisor) {
        ops.eigh(matrix, values, vectors);
        ops.gemm(true, false, 1, vectors, g, 0, turned);
        double largest = ops.maxAbs(values);
        for (int i = 0; i < n; i++) {
            double lambda = values.data().getDouble(i);
            turned.data().put(i, turned.data().getDouble(i) / divisor.of(lambda, largest));
        }
        ops.gemm(false, false, 1, vectors, turned, 0, d);
    }
}
