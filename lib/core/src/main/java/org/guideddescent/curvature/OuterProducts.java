package org.guideddescent.curvature;

import java.util.function.Consumer;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.LinearOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A sum of outer products c Σ g gᵀ of k vectors g [n].
 * <pre>  out = c Gᵀ (G v),  G [k × n] with the vectors as rows;   if k ≥ n the sum itself, [n × n], takes less room and is kept  </pre>
 */
final class OuterProducts implements LinearOperator {
    /** More numbers would be 2 GB as floats. */
    static final long MOST = 1L << 29;

    private static final int CHUNK = 64;

    private final String name;
    private final Ops ops;
    private final long n;
    private final double c;
    private final boolean summed;
    /** The vectors, or a chunk of them that waits for the sum. */
    private final INDArray rows;

    private final INDArray sum;
    private final INDArray products;
    private long seen;

    /** Room for k vectors of n numbers. */
    OuterProducts(String name, Ops ops, DataType type, long k, long n, double c) {
        this.name = name;
        this.ops = ops;
        this.n = n;
        this.c = c;
        this.summed = k >= n;
        if (n * Math.min(k, n) > MOST) {
            throw new IllegalArgumentException(name + " of " + k + " gradients of " + n
                    + " numbers does not fit into memory; take fewer examples, only(…) some parameters, or, for the Fisher"
                    + " matrix, gaussNewton(), which is equal to it");
        }
        rows = Nd4j.create(type, summed ? Math.min(k, CHUNK) : k, n);
        sum = summed ? Nd4j.create(type, n, n) : rows;
        products = Nd4j.create(type, 1, summed ? 1 : k);
    }

    /** Adds one vector, which write puts into the array that it is given. */
    void add(Consumer<INDArray> write) {
        long at = summed ? seen % rows.size(0) : seen;
        write.accept(
                rows.get(NDArrayIndex.interval(at, at + 1), NDArrayIndex.all()).reshape('c', true, n));
        seen++;
        if (summed && at == rows.size(0) - 1) {
            ops.syrk(true, c, rows, 1, sum);
        }
    }

    /** No more vectors come. */
    OuterProducts complete() {
        long left = seen % rows.size(0);
        if (summed && left > 0) {
            ops.syrk(true, c, rows.get(NDArrayIndex.interval(0, left), NDArrayIndex.all()), 1, sum);
        }
        return this;
    }

    @Override
    public long rows() {
        return n;
    }

    @Override
    public long columns() {
        return n;
    }

    @Override
    public DataType type() {
        return rows.dataType();
    }

    @Override
    public void times(INDArray v, INDArray out) {
        if (summed) {
            ops.gemm(false, false, 1, v, sum, 0, out);
        } else {
            ops.gemm(false, true, c, v, rows, 0, products);
            ops.gemm(false, false, 1, products, rows, 0, out);
        }
    }

    @Override
    public void adjointTimes(INDArray u, INDArray out) {
        times(u, out);
    }

    @Override
    public String toString() {
        return name + " [" + n + "×" + n + "]";
    }
}
