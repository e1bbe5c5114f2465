package org.guideddescent.linalg;

import java.util.List;
import java.util.SplittableRandom;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Many vectors at once, as the rows of a matrix, so that each is a flat array for an operator. */
final class Sketch {
    private Sketch() {}

    /** count probes of n numbers, new, as rows. */
    static INDArray probes(LinearOperator a, Probes kind, int count, long key) {
        var omega = Nd4j.create(a.type(), count, a.columns());
        var keys = new SplittableRandom(key);
        for (var row : Rows.of(omega)) {
            kind.draw(keys.nextLong(), row);
        }
        return omega;
    }

    /** A x for every row x, new, as rows. */
    static INDArray times(LinearOperator a, INDArray x) {
        var products = Nd4j.create(a.type(), x.rows(), a.rows());
        List<INDArray> from = Rows.of(x);
        List<INDArray> to = Rows.of(products);
        for (int i = 0; i < from.size(); i++) {
            a.times(from.get(i), to.get(i));
        }
        return products;
    }

    /** An orthonormal basis, new, as rows, of a space that contains the rows of y [k × n], k ≤ n. */
    static INDArray basis(Ops ops, INDArray y) {
        var columns = turned(ops, y);
        var q = Nd4j.create(y.dataType(), columns.rows(), columns.columns());
        ops.qr(columns, q);
        return turned(ops, q);
    }

    /** The transpose, new. */
    static INDArray turned(Ops ops, INDArray x) {
        var out = Nd4j.create(x.dataType(), x.columns(), x.rows());
        ops.transpose(x, out);
        return out;
    }

    /** x yᵀ, new: the inner products of the rows of x with those of y. */
    static INDArray products(Ops ops, INDArray x, INDArray y) {
        var out = Nd4j.create(x.dataType(), x.rows(), y.rows());
        ops.gemm(false, true, 1, x, y, 0, out);
        return out;
    }

    /** The inner product of row i of x with row i of y, for each i; new. */
    static double[] rowProducts(Ops ops, INDArray x, INDArray y) {
        List<INDArray> a = Rows.of(x);
        List<INDArray> b = Rows.of(y);
        var out = new double[a.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = ops.dot(a.get(i), b.get(i));
        }
        return out;
    }

    /** Refuses fewer vectors than two, or more than a has columns. */
    static void fits(String what, LinearOperator a, int count) {
        Fit.square(what, a);
        if (count > a.columns()) {
            throw new IllegalArgumentException(what + " takes at most as many probes as A has columns, " + a.columns()
                    + ", got " + count + "; dense() is as cheap and exact");
        }
    }
}
