package org.guideddescent.compute;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The primitives on the arrays' own memory: cblas and LAPACKE for matrices, compiled Java loops for the rest. */
public final class CpuOps implements Ops {
    private final Nd4jOps slow = new Nd4jOps();

    /** On all processors. */
    public CpuOps() {}

    @Override
    public String describe() {
        return "CpuOps: OpenBLAS and Java loops";
    }

    @Override
    public void gemm(
            boolean transposeA, boolean transposeB, double alpha, INDArray a, INDArray b, double beta, INDArray c) {
        Shapes.gemm(transposeA, transposeB, a, b, c);
        Blas.gemm(transposeA, transposeB, alpha, a, b, beta, c);
    }

    @Override
    public void syrk(boolean transpose, double alpha, INDArray a, double beta, INDArray c) {
        slow.syrk(transpose, alpha, a, beta, c);
    }

    @Override
    public void axpy(double alpha, INDArray x, INDArray y) {
        slow.axpy(alpha, x, y);
    }

    @Override
    public void scale(double alpha, INDArray x) {
        slow.scale(alpha, x);
    }

    @Override
    public void copy(INDArray x, INDArray y) {
        slow.copy(x, y);
    }

    @Override
    public void fill(double value, INDArray x) {
        slow.fill(value, x);
    }

    @Override
    public double dot(INDArray x, INDArray y) {
        return slow.dot(x, y);
    }

    @Override
    public double maxAbs(INDArray x) {
        return slow.maxAbs(x);
    }

    @Override
    public void eigh(INDArray a, INDArray values, INDArray vectors) {
        slow.eigh(a, values, vectors);
    }

    @Override
    public void qr(INDArray a, INDArray q) {
        slow.qr(a, q);
    }

    @Override
    public void choleskySolve(INDArray a, INDArray b, INDArray x) {
        slow.choleskySolve(a, b, x);
    }

    @Override
    public void addBias(INDArray bias, INDArray x) {
        slow.addBias(bias, x);
    }

    @Override
    public void columnSums(INDArray x, INDArray out) {
        slow.columnSums(x, out);
    }

    @Override
    public void activate(Activation f, INDArray x, INDArray y) {
        slow.activate(f, x, y);
    }

    @Override
    public void activateBackward(Activation f, INDArray x, INDArray dy, INDArray dx) {
        slow.activateBackward(f, x, dy, dx);
    }

    @Override
    public double softmaxCrossEntropy(INDArray logits, INDArray targets, INDArray gradient) {
        return slow.softmaxCrossEntropy(logits, targets, gradient);
    }

    @Override
    public double squaredError(INDArray outputs, INDArray targets, INDArray gradient) {
        return slow.squaredError(outputs, targets, gradient);
    }

    @Override
    public Compiled compile(Program program, INDArray... buffers) {
        return slow.compile(program, buffers);
    }
}
