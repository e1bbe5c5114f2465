package org.guideddescent.curvature;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.linalg.Kronecker;
import org.guideddescent.linalg.LinearOperator;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An approximation of the curvature of one linear layer by its eigenvalues S in a basis of Kronecker form.
 * <pre>  A v = vec(U_Γ (S ⊙ (U_Γᵀ V U_A)) U_Aᵀ),   V = [v_W v_b] [out × in + 1]  </pre>
 * Vectors are flat: the weight row by row and the bias, in the order of memory, as those of {@code landscape.only(named("w1",
 * "b1"))}. A function of the matrix is the same with the function of S.
 */
public final class LayerOperator implements LinearOperator {
    private static final double[] NONE = {};
    private static final Program MULTIPLY =
            new Program(2, 0, List.of(new Program.Write(0, Expr.load(0).times(Expr.load(1)))));

    private final String name;
    private final Ops ops;
    private final Param weight;
    private final Optional<Param> bias;
    private final Optional<Bases> bases;
    private final INDArray s;
    private final INDArray w;
    private final INDArray flat;
    private final Windows windows;
    private final INDArray weightColumns;
    private final INDArray biasColumn;
    private final Kronecker product;
    private final Compiled multiply;

    /** Where a layer lies in a flat vector that stays: aliases of it. */
    record Windows(INDArray weight, Optional<INDArray> bias) {
        /** params: what the vector is made of, in order. */
        static Windows of(INDArray flat, List<Param> params, Param weight, Optional<Param> bias) {
            return new Windows(window(flat, params, weight), bias.map(b -> window(flat, params, b)));
        }

        private static INDArray window(INDArray flat, List<Param> params, Param p) {
            long at = params.subList(0, params.indexOf(p)).stream()
                    .mapToLong(Param::size)
                    .sum();
            return Part.window(flat, at, at + p.size()).reshape('c', true, p.rows(), p.cols());
        }
    }

    /** s: [out × in + 1]; empty bases: those of the parameters. */
    LayerOperator(String name, Param weight, Optional<Param> bias, Optional<Bases> bases, INDArray s) {
        this.name = name;
        this.ops = Ops.current();
        this.weight = weight;
        this.bias = bias;
        this.bases = bases;
        this.s = s;
        w = s.like();
        flat = Nd4j.create(s.dataType(), s.length());
        windows = Windows.of(flat, params(), weight, bias);
        int in = weight.cols();
        weightColumns = w.get(NDArrayIndex.all(), NDArrayIndex.interval(0, in));
        biasColumn = bias.isPresent() ? w.get(NDArrayIndex.all(), NDArrayIndex.interval(in, in + 1)) : w;
        product = new Kronecker(ops, weight.rows(), (int) s.size(1), (what, shape) -> Nd4j.create(s.dataType(), shape));
        multiply = ops.compile(MULTIPLY, w, s);
    }

    /** {@return the weight and the bias, if it has a part in the matrix, in the order of memory} */
    public List<Param> params() {
        return bias.isEmpty()
                ? List.of(weight)
                : bias.get().offset() < weight.offset() ? List.of(bias.get(), weight) : List.of(weight, bias.get());
    }

    Param weight() {
        return weight;
    }

    Optional<Param> bias() {
        return bias;
    }

    @Override
    public long rows() {
        return s.length();
    }

    @Override
    public long columns() {
        return s.length();
    }

    @Override
    public DataType type() {
        return s.dataType();
    }

    @Override
    public void times(INDArray v, INDArray out) {
        ops.copy(v, flat);
        timesInPlace(windows);
        ops.copy(flat, out);
    }

    /** v ← A v. */
    void timesInPlace(Windows v) {
        ops.copy(v.weight(), weightColumns);
        v.bias().ifPresent(b -> ops.copy(b, biasColumn));
        bases.ifPresent(u -> product.times(true, u.outputs(), w, false, u.inputs(), w));
        multiply.run(NONE);
        bases.ifPresent(u -> product.times(false, u.outputs(), w, true, u.inputs(), w));
        ops.copy(weightColumns, v.weight());
        v.bias().ifPresent(b -> ops.copy(biasColumn, b));
    }

    @Override
    public void adjointTimes(INDArray u, INDArray out) {
        times(u, out);
    }

    /**
     * {@return the matrix f(A): the same eigenvectors, with f of every eigenvalue}
     *
     * @param newName how a sentence names the result
     * @param f what each eigenvalue becomes
     */
    public LayerOperator map(String newName, DoubleUnaryOperator f) {
        var mapped = s.like();
        for (long i = 0; i < s.length(); i++) {
            mapped.data().put(i, f.applyAsDouble(s.data().getDouble(i)));
        }
        return new LayerOperator(newName, weight, bias, bases, mapped);
    }

    /**
     * {@return (A + λ I)⁻¹, exactly}
     *
     * @param lambda λ, positive
     */
    public LayerOperator dampedInverse(double lambda) {
        checkDamping(lambda);
        return map("the damped inverse of " + name, x -> 1 / (x + lambda));
    }

    static void checkDamping(double lambda) {
        if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("lambda must be positive, got " + lambda);
        }
    }

    /** {@return the sum of the eigenvalues} */
    public double trace() {
        return LongStream.range(0, s.length()).mapToDouble(s.data()::getDouble).sum();
    }

    /**
     * {@return ln det(A + λ I)}
     *
     * @param lambda λ, positive
     */
    public double logDeterminant(double lambda) {
        checkDamping(lambda);
        return LongStream.range(0, s.length())
                .mapToDouble(i -> Math.log(s.data().getDouble(i) + lambda))
                .sum();
    }

    @Override
    public String toString() {
        return name + " of " + weight + bias.map(b -> " and " + b).orElse("");
    }
}
