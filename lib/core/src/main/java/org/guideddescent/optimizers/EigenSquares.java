package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.square;

import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.objective.LayerTape;
import org.guideddescent.rule.Slots;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Squares of each example's gradient in given bases, averaged: mean (U_Γᵀ δ āᵀ U_A)² = n ((δ U_Γ)²)ᵀ (ā U_A)². */
final class EigenSquares {
    private static final double[] NONE = new double[0];
    private static final Program SQUARE = new Program(1, 0, List.of(new Program.Write(0, square(load(0)))));

    private final Ops ops;
    private final LayerFactors factors;
    private final INDArray basisRows;
    private final INDArray basisOfOne;
    private final INDArray basisGamma;
    private final Slots slots;
    private final INDArray sum;
    private Rows rows;
    private final Seen passes;

    /** Memory for a batch of one size. */
    private record Rows(int size, INDArray a, INDArray delta, Compiled squareA, Compiled squareDelta) {}

    EigenSquares(Ops ops, LayerFactors factors, INDArray basisA, INDArray basisGamma, Slots slots) {
        this.ops = ops;
        this.factors = factors;
        this.basisGamma = basisGamma;
        this.slots = slots;
        int in = factors.weight.cols();
        int n = factors.inputs;
        this.basisRows = basisA.get(NDArrayIndex.interval(0, in), NDArrayIndex.all());
        this.basisOfOne =
                basisA.get(NDArrayIndex.interval(n - 1, n), NDArrayIndex.all()).reshape('c', true, n, 1);
        this.sum = slots.scratch("S seen", factors.weight.rows(), n);
        this.passes = new Seen(slots, "S passes seen");
        this.rows = rows(1);
    }

    private Rows rows(int size) {
        var a = slots.sharedScratch("inputs in basis", size, factors.inputs);
        var delta = slots.sharedScratch("output gradients in basis", size, factors.weight.rows());
        return new Rows(size, a, delta, ops.compile(SQUARE, a), ops.compile(SQUARE, delta));
    }

    void see(LayerTape tape) {
        if (tape.positions() != 1) {
            throw new IllegalArgumentException("EK-FAC needs layers that an example uses once, but one uses "
                    + factors.weight + " " + tape.positions() + " times; use kfac there");
        }
        int n = (int) tape.inputs().size(0);
        if (rows.size() != n) {
            rows = rows(n);
        }
        ops.gemm(false, false, 1, tape.inputs(), basisRows, 0, rows.a());
        if (factors.bias.isPresent()) {
            ops.addBias(basisOfOne, rows.a());
        }
        ops.gemm(false, false, 1, tape.outputGrads(), basisGamma, 0, rows.delta());
        rows.squareA().run(NONE);
        rows.squareDelta().run(NONE);
        ops.gemm(true, false, n, rows.delta(), rows.a(), 1, sum);
        passes.set(passes.get() + 1);
    }

    boolean isEmpty() {
        return passes.get() == 0;
    }

    /** The sum over passes. */
    INDArray sum() {
        return sum;
    }

    boolean isFinite() {
        return ops.isFinite(sum);
    }

    void forget() {
        if (!isEmpty()) {
            ops.fill(0, sum);
            passes.set(0);
        }
    }
}
