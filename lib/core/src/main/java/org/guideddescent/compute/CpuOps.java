package org.guideddescent.compute;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The primitives on the arrays' own memory: cblas and LAPACKE for matrices, Java loops over blocks for the rest. */
public final class CpuOps implements Ops {
    private final Workers workers;

    /** On all processors. */
    public CpuOps() {
        this(Workers.SHARED);
    }

    CpuOps(Workers workers) {
        this.workers = workers;
    }

    @Override
    public String describe() {
        return "CpuOps: OpenBLAS and Java loops on " + workers.threads() + " threads, "
                + (Simd.MEMORY.isPresent() ? "with" : "without") + " jdk.incubator.vector";
    }

    @Override
    public void gemm(
            boolean transposeA, boolean transposeB, double alpha, INDArray a, INDArray b, double beta, INDArray c) {
        Shapes.gemm(transposeA, transposeB, a, b, c);
        Blas.gemm(workers, transposeA, transposeB, alpha, a, b, beta, c);
    }

    @Override
    public void syrk(boolean transpose, double alpha, INDArray a, double beta, INDArray c) {
        syrkUpper("syrk", transpose, alpha, a, beta, c);
        Mirror.upperToLower(workers, c);
    }

    @Override
    public void syrkUpper(boolean transpose, double alpha, INDArray a, double beta, INDArray c) {
        syrkUpper("syrkUpper", transpose, alpha, a, beta, c);
    }

    private void syrkUpper(String name, boolean transpose, double alpha, INDArray a, double beta, INDArray c) {
        Shapes.arrays(name, a, c);
        var n = transpose ? Shapes.columns(a) : Shapes.rows(a);
        Shapes.output(name, c, n, n);
        Blas.syrk(workers, transpose, alpha, a, beta, c);
    }

    @Override
    public void mirror(INDArray c) {
        Shapes.array("mirror", c);
        Shapes.output("mirror", c, Shapes.rows(c), Shapes.rows(c));
        Mirror.upperToLower(workers, c);
    }

    @Override
    public void axpy(double alpha, INDArray x, INDArray y) {
        Shapes.same("axpy", x, y);
        Sweep.flat(workers, Reductions::axpy, alpha, x, y, y);
    }

    @Override
    public void scale(double alpha, INDArray x) {
        Shapes.array("scale", x);
        Sweep.flat(workers, Reductions::scale, alpha, x, x, x);
    }

    @Override
    public void copy(INDArray x, INDArray y) {
        Shapes.same("copy", x, y);
        Sweep.flat(workers, Reductions::copy, 0, x, y, y);
    }

    @Override
    public void fill(double value, INDArray x) {
        Shapes.array("fill", x);
        Sweep.flat(workers, Reductions::fill, value, x, x, x);
    }

    @Override
    public double dot(INDArray x, INDArray y) {
        Shapes.same("dot", x, y);
        return Sweep.flat(workers, Reductions::dot, 0, x, y, y);
    }

    @Override
    public double maxAbs(INDArray x) {
        Shapes.array("maxAbs", x);
        Sweep.flat(workers, Reductions::maxAbs, 0, x, x, x);
        var sweep = Scratch.current().sweep;
        var max = 0.0;
        for (var panel = 0; panel < sweep.panels; panel++) {
            max = Math.max(max, sweep.partials[panel]);
        }
        return max;
    }

    @Override
    public void eigh(INDArray a, INDArray values, INDArray vectors) {
        Shapes.eigh(a, values, vectors);
        copy(a, vectors);
        Blas.onAllThreads(workers, () -> Lapack.eigh(values, vectors));
    }

    @Override
    public void qr(INDArray a, INDArray q) {
        Shapes.qr(a, q);
        copy(a, q);
        Blas.onAllThreads(workers, () -> Lapack.qr(q));
    }

    @Override
    public void choleskySolve(INDArray a, INDArray b, INDArray x) {
        Shapes.solve(a, b, x);
        Blas.onAllThreads(workers, () -> Lapack.choleskySolve(a, b, x, () -> copy(b, x)));
    }

    @Override
    public void addBias(INDArray bias, INDArray x) {
        Shapes.vector("addBias", bias, Shapes.columns(x), x);
        Sweep.byRows(workers, LayerKernels::addBias, 0, x, bias, x);
    }

    @Override
    public void columnSums(INDArray x, INDArray out) {
        Shapes.vector("columnSums", out, Shapes.columns(x), x);
        Sweep.byColumns(workers, (sweep, scratch, panel) -> Folds.columns(Fold.SUM, sweep, scratch, panel), x, out);
    }

    @Override
    public void columnSquares(INDArray x, INDArray out) {
        Shapes.vector("columnSquares", out, Shapes.columns(x), x);
        Sweep.byColumns(workers, (sweep, scratch, panel) -> Folds.columns(Fold.SQUARES, sweep, scratch, panel), x, out);
    }

    @Override
    public void columnMaxAbs(INDArray x, INDArray out) {
        Shapes.vector("columnMaxAbs", out, Shapes.columns(x), x);
        Sweep.byColumns(workers, (sweep, scratch, panel) -> Folds.columns(Fold.MAX_ABS, sweep, scratch, panel), x, out);
    }

    @Override
    public void rowSums(INDArray x, INDArray out) {
        Shapes.vector("rowSums", out, Shapes.rows(x), x);
        Sweep.byRows(workers, (sweep, scratch, panel) -> Folds.rows(Fold.SUM, sweep, scratch, panel), 0, x, out, x);
    }

    @Override
    public void rowSquares(INDArray x, INDArray out) {
        Shapes.vector("rowSquares", out, Shapes.rows(x), x);
        Sweep.byRows(workers, (sweep, scratch, panel) -> Folds.rows(Fold.SQUARES, sweep, scratch, panel), 0, x, out, x);
    }

    @Override
    public void rowMaxAbs(INDArray x, INDArray out) {
        Shapes.vector("rowMaxAbs", out, Shapes.rows(x), x);
        Sweep.byRows(workers, (sweep, scratch, panel) -> Folds.rows(Fold.MAX_ABS, sweep, scratch, panel), 0, x, out, x);
    }

    @Override
    public void scaleRows(INDArray s, INDArray x) {
        Shapes.vector("scaleRows", s, Shapes.rows(x), x);
        Sweep.inRows(workers, MatrixKernels::scaleRows, 0, x, s, x);
    }

    @Override
    public void scaleColumns(INDArray s, INDArray x) {
        Shapes.vector("scaleColumns", s, Shapes.columns(x), x);
        Sweep.inRows(workers, MatrixKernels::scaleColumns, 0, x, s, x);
    }

    @Override
    public void outer(INDArray r, INDArray c, INDArray out) {
        Shapes.outer("outer", r, c, out);
        Sweep.inRows(workers, MatrixKernels::outer, 0, out, r, c);
    }

    @Override
    public void outerMin(INDArray r, INDArray c, INDArray out) {
        Shapes.outer("outerMin", r, c, out);
        Sweep.inRows(workers, MatrixKernels::outer, 1, out, r, c);
    }

    @Override
    public void transpose(INDArray x, INDArray out) {
        Shapes.transposed(x, out);
        Sweep.byTiles(workers, MatrixKernels::transpose, x, out);
    }

    @Override
    public boolean isFinite(INDArray x) {
        Shapes.array("isFinite", x);
        return Finite.all(workers, x);
    }

    @Override
    public void rademacher(long key, INDArray out) {
        Shapes.array("rademacher", out);
        Sweep.keyed(workers, Draws::signs, Draws.start(key), out);
    }

    @Override
    public void normal(long key, INDArray out) {
        Shapes.array("normal", out);
        Sweep.keyed(workers, Draws::normals, Draws.start(key), out);
    }

    @Override
    public void dropMask(long key, double probability, INDArray out) {
        Shapes.array("dropMask", out);
        Draws.checkDropped(probability);
        Sweep.keyed(workers, Draws::kept, Draws.start(key), probability, out);
    }

    @Override
    public void svd(INDArray a, INDArray u, INDArray s, INDArray v) {
        Shapes.svd(a, u, s, v);
        // LAPACK looks for NaN only, and an infinity makes it run for ever or return nonsense.
        if (!isFinite(a)) {
            throw new ArithmeticException("svd: " + Shapes.text(a) + " holds NaN or an infinity");
        }
        Blas.onAllThreads(workers, () -> Lapack.svd(a, u, s, v));
    }

    @Override
    public void quantize(INDArray x, boolean signed, INDArray codes, INDArray scales) {
        Shapes.codes("quantize", x, codes, scales);
        Sweep.inPieces(workers, ByteCode::quantize, signed ? 1 : 0, x, codes, scales, ByteCode.PANEL);
    }

    @Override
    public void dequantize(INDArray codes, INDArray scales, boolean signed, INDArray x) {
        Shapes.codes("dequantize", x, codes, scales);
        Sweep.inPieces(workers, ByteCode::dequantize, signed ? 1 : 0, x, codes, scales, ByteCode.PANEL);
    }

    @Override
    public void activate(Activation f, INDArray x, INDArray y) {
        Shapes.same("activate", x, y);
        switch (f) {
            case RELU -> Sweep.flat(workers, LayerKernels::relu, 0, x, y, y);
            case GELU -> Sweep.flat(workers, LayerKernels::gelu, 0, x, y, y);
            case TANH -> Sweep.flat(workers, LayerKernels::tanh, 0, x, y, y);
            case SILU -> Sweep.flat(workers, Sigmoid::silu, 0, x, y, y);
            case SIGMOID -> Sweep.flat(workers, Sigmoid::sigmoid, 0, x, y, y);
            case QUADRATIC -> Sweep.flat(workers, Polynomial.QUADRATIC, 0, x, y, y);
            case HERMITE2 -> Sweep.flat(workers, Polynomial.HERMITE2, 0, x, y, y);
            case HERMITE3 -> Sweep.flat(workers, Polynomial.HERMITE3, 0, x, y, y);
        }
    }

    @Override
    public void activateBackward(Activation f, INDArray x, INDArray dy, INDArray dx) {
        Shapes.same("activateBackward", x, dy);
        Shapes.same("activateBackward", x, dx);
        switch (f) {
            case RELU -> Sweep.flat(workers, LayerKernels::reluBackward, 0, x, dy, dx);
            case GELU -> Sweep.flat(workers, LayerKernels::geluBackward, 0, x, dy, dx);
            case TANH -> Sweep.flat(workers, LayerKernels::tanhBackward, 0, x, dy, dx);
            case SILU -> Sweep.flat(workers, Sigmoid::siluBackward, 0, x, dy, dx);
            case SIGMOID -> Sweep.flat(workers, Sigmoid::sigmoidBackward, 0, x, dy, dx);
            case QUADRATIC -> Sweep.flat(workers, Polynomial.QUADRATIC_SLOPE, 0, x, dy, dx);
            case HERMITE2 -> Sweep.flat(workers, Polynomial.HERMITE2_SLOPE, 0, x, dy, dx);
            case HERMITE3 -> Sweep.flat(workers, Polynomial.HERMITE3_SLOPE, 0, x, dy, dx);
        }
    }

    @Override
    public void softmax(INDArray x, INDArray y) {
        Shapes.same("softmax", x, y);
        Sweep.byRows(workers, LayerKernels::softmax, 0, x, y, y);
    }

    @Override
    public double softmaxCrossEntropy(INDArray logits, INDArray targets, INDArray gradient) {
        var sum = Shapes.classIndices(logits, targets, gradient)
                ? Sweep.byRows(workers, LayerKernels::crossEntropyOfClasses, 0, logits, targets, gradient)
                : Sweep.byRows(workers, LayerKernels::crossEntropyOfProbabilities, 0, logits, targets, gradient);
        return sum / Shapes.rows(logits);
    }

    @Override
    public double squaredError(INDArray outputs, INDArray targets, INDArray gradient) {
        Shapes.same("squaredError", outputs, targets);
        Shapes.same("squaredError", outputs, gradient);
        var rows = Shapes.rows(outputs);
        return Sweep.flat(workers, LayerKernels::squaredError, rows, outputs, targets, gradient) / (2.0 * rows);
    }

    @Override
    public void blockProducts(
            boolean transposeA,
            boolean transposeB,
            double alpha,
            INDArray a,
            Blocks blocksOfA,
            INDArray b,
            Blocks blocksOfB,
            double beta,
            INDArray c,
            Blocks blocksOfC) {
        SequenceShapes.products(transposeA, transposeB, a, blocksOfA, b, blocksOfB, c, blocksOfC);
        BlockProducts.run(workers, transposeA, transposeB, alpha, a, blocksOfA, b, blocksOfB, beta, c, blocksOfC);
    }

    @Override
    public void causalSoftmax(INDArray scores) {
        SequenceShapes.causal(scores);
        RowSweep.of(scores).run(workers, SoftmaxKernels::causal);
    }

    @Override
    public void softmaxBackward(INDArray p, INDArray dp, INDArray ds) {
        SequenceShapes.same("softmaxBackward", p, dp, ds);
        RowSweep.of(p).and(dp).and(ds).run(workers, SoftmaxKernels::backward);
    }

    @Override
    public void softmaxBackwardTangent(INDArray p, INDArray pDot, INDArray dp, INDArray dpDot, INDArray out) {
        SequenceShapes.same("softmaxBackwardTangent", p, pDot, dp);
        SequenceShapes.same("softmaxBackwardTangent", p, dpDot, out);
        RowSweep.of(p).and(pDot).and(dp).and(dpDot).and(out).run(workers, SoftmaxKernels::backwardTangent);
    }

    @Override
    public void normalizeRows(boolean centered, double epsilon, INDArray x, INDArray xHat, INDArray inverse) {
        SequenceShapes.epsilon(epsilon);
        Shapes.same("normalizeRows", x, xHat);
        SequenceShapes.perRow("normalizeRows", inverse, x);
        RowSweep.of(x).and(xHat).andPerRow(inverse).with(centered, epsilon).run(workers, NormKernels::forward);
    }

    @Override
    public void normalizeRowsBackward(boolean centered, INDArray xHat, INDArray inverse, INDArray dy, INDArray dx) {
        SequenceShapes.same("normalizeRowsBackward", xHat, dy, dx);
        SequenceShapes.perRow("normalizeRowsBackward", inverse, xHat);
        RowSweep.of(xHat).andPerRow(inverse).and(dy).and(dx).with(centered, 0).run(workers, NormKernels::backward);
    }

    @Override
    public void normalizeRowsTangent(
            boolean centered, INDArray xHat, INDArray inverse, INDArray xDot, INDArray xHatDot, INDArray inverseDot) {
        SequenceShapes.same("normalizeRowsTangent", xHat, xDot, xHatDot);
        SequenceShapes.perRow("normalizeRowsTangent", inverse, xHat);
        SequenceShapes.perRow("normalizeRowsTangent", inverseDot, xHat);
        RowSweep.of(xHat)
                .andPerRow(inverse)
                .and(xDot)
                .and(xHatDot)
                .andPerRow(inverseDot)
                .with(centered, 0)
                .run(workers, NormKernels::tangent);
    }

    @Override
    public void normalizeRowsBackwardTangent(
            boolean centered,
            INDArray xHat,
            INDArray inverse,
            INDArray xHatDot,
            INDArray inverseDot,
            INDArray dy,
            INDArray dyDot,
            INDArray out) {
        SequenceShapes.same("normalizeRowsBackwardTangent", xHat, xHatDot, dy);
        SequenceShapes.same("normalizeRowsBackwardTangent", xHat, dyDot, out);
        SequenceShapes.perRow("normalizeRowsBackwardTangent", inverse, xHat);
        SequenceShapes.perRow("normalizeRowsBackwardTangent", inverseDot, xHat);
        RowSweep.of(xHat)
                .and(dy)
                .and(xHatDot)
                .and(dyDot)
                .andPerRow(inverse)
                .andPerRow(inverseDot)
                .and(out)
                .with(centered, 0)
                .run(workers, NormKernels::backwardTangent);
    }

    @Override
    public void scaleColumns(INDArray gain, INDArray x, INDArray y) {
        Shapes.same("scaleColumns", x, y);
        SequenceShapes.perColumn("scaleColumns", gain, x);
        RowSweep.of(x).and(y).andPerColumn(gain).with(false, 0).run(workers, ColumnKernels::affine);
    }

    @Override
    public void scaleAndShiftColumns(INDArray gain, INDArray bias, INDArray x, INDArray y) {
        Shapes.same("scaleAndShiftColumns", x, y);
        SequenceShapes.perColumn("scaleAndShiftColumns", gain, x);
        SequenceShapes.perColumn("scaleAndShiftColumns", bias, x);
        RowSweep.of(x)
                .and(y)
                .andPerColumn(gain)
                .andPerColumn(bias)
                .with(true, 0)
                .run(workers, ColumnKernels::affine);
    }

    @Override
    public void columnDots(INDArray x, INDArray y, INDArray out) {
        Shapes.same("columnDots", x, y);
        SequenceShapes.perColumn("columnDots", out, x);
        Sweep.byColumns(workers, ColumnKernels::dots, x, out, y);
    }

    @Override
    public void addRepeated(INDArray table, INDArray x, INDArray y) {
        Shapes.same("addRepeated", x, y);
        SequenceShapes.repeated("addRepeated", table, x);
        RowSweep.of(x).and(y).and(table).counting(Shapes.rows(table)).run(workers, RepeatedRows::add);
    }

    @Override
    public void sumRepeated(INDArray x, INDArray out) {
        SequenceShapes.repeated("sumRepeated", out, x);
        RowSweep.of(out).and(x).counting(Shapes.rows(x) / Shapes.rows(out)).run(workers, RepeatedRows::sum);
    }

    @Override
    public void gatherRows(INDArray table, INDArray indices, INDArray out) {
        SequenceShapes.indexed("gatherRows", table, indices, out);
        IndexedRows.gather(workers, table, indices, out);
    }

    @Override
    public void scatterAddRows(INDArray indices, INDArray dy, INDArray dTable) {
        SequenceShapes.indexed("scatterAddRows", dTable, indices, dy);
        IndexedRows.scatterAdd(workers, indices, dy, dTable);
    }

    @Override
    public Compiled compile(Program program, INDArray... buffers) {
        Shapes.program(program, buffers);
        return new Elementwise(workers, program, buffers);
    }

    @Override
    public void patches(Sliding window, INDArray x, INDArray out) {
        int n = ImageShapes.images("patches", window, x, window.channels(), out, window.patch());
        Convolve.patches(workers, window, n, x, out);
    }

    @Override
    public void patchesAdjoint(Sliding window, INDArray dPatches, INDArray dx) {
        int n = ImageShapes.images("patchesAdjoint", window, dx, window.channels(), dPatches, window.patch());
        Convolve.adjoint(workers, window, n, dPatches, dx);
    }

    @Override
    public void convolve(Sliding window, INDArray x, INDArray w, double beta, INDArray y) {
        int n = ImageShapes.convolution("convolve", window, x, w, y);
        Convolve.output(workers, window, n, x, w, beta, y);
    }

    @Override
    public void convolveWithBias(Sliding window, INDArray x, INDArray w, INDArray bias, INDArray y) {
        int n = ImageShapes.convolution("convolveWithBias", window, x, w, y);
        Shapes.vector("convolveWithBias", bias, Shapes.rows(w), y);
        Convolve.output(workers, window, n, x, w, bias, y);
    }

    @Override
    public void convolveWeightAndBias(Sliding window, INDArray x, INDArray dy, INDArray dw, INDArray db) {
        int n = ImageShapes.convolution("convolveWeightAndBias", window, x, dw, dy);
        Shapes.arrays("convolveWeightAndBias", db, dy);
        Shapes.output("convolveWeightAndBias", db, Shapes.rows(dw), 1);
        Convolve.weight(workers, window, n, x, dy, dw, db);
    }

    @Override
    public void convolveWeight(Sliding window, INDArray x, INDArray dy, double beta, INDArray dw) {
        int n = ImageShapes.convolution("convolveWeight", window, x, dw, dy);
        Convolve.weight(workers, window, n, x, dy, beta, dw);
    }

    @Override
    public void convolveInput(Sliding window, INDArray dy, INDArray w, double beta, INDArray dx) {
        int n = ImageShapes.convolution("convolveInput", window, dx, w, dy);
        Convolve.input(workers, window, n, dy, w, beta, dx);
    }

    @Override
    public void maxPool(Sliding window, INDArray x, INDArray chosen, INDArray y) {
        int n = ImageShapes.chosen("maxPool", window, x, chosen, y);
        Pool.max(workers, window, n, x, chosen, y);
    }

    @Override
    public void takeChosen(Sliding window, INDArray x, INDArray chosen, INDArray y) {
        int n = ImageShapes.chosen("takeChosen", window, x, chosen, y);
        Pool.take(workers, window, n, x, chosen, y);
    }

    @Override
    public void putChosen(Sliding window, INDArray dy, INDArray chosen, INDArray dx) {
        int n = ImageShapes.chosen("putChosen", window, dx, chosen, dy);
        Pool.put(workers, window, n, dy, chosen, dx);
    }

    @Override
    public void averagePool(Sliding window, INDArray x, INDArray y) {
        int n = ImageShapes.pooled("averagePool", window, x, y);
        Pool.average(workers, window, n, x, y);
    }

    @Override
    public void averagePoolAdjoint(Sliding window, INDArray dy, INDArray dx) {
        int n = ImageShapes.pooled("averagePoolAdjoint", window, dx, dy);
        Pool.spread(workers, window, n, dy, dx);
    }
}
