package org.guideddescent.compute;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasUpper;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_ssyrk;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Matrix products by cblas, row-major, on the arrays' memory. Shapes have been checked by the caller. */
@SuppressWarnings("ReachabilityFenceUsage") // A call that throws touches the memory no more.
final class Blas {
    private Blas() {}

    /** Three pointers for each thread, aimed anew at every call, so that a product allocates nothing. */
    private static final class Pointers {
        final Memory.Floats a = new Memory.Floats();
        final Memory.Floats b = new Memory.Floats();
        final Memory.Floats c = new Memory.Floats();
        final Memory.Doubles da = new Memory.Doubles();
        final Memory.Doubles db = new Memory.Doubles();
        final Memory.Doubles dc = new Memory.Doubles();
    }

    private static final ThreadLocal<Pointers> POINTERS = ThreadLocal.withInitial(Pointers::new);

    static void gemm(
            boolean transposeA, boolean transposeB, double alpha, INDArray a, INDArray b, double beta, INDArray c) {
        var m = Shapes.rows(c);
        var n = (int) Shapes.columns(c);
        var k = transposeA ? Shapes.rows(a) : (int) Shapes.columns(a);
        var ta = transposeA ? CblasTrans : CblasNoTrans;
        var tb = transposeB ? CblasTrans : CblasNoTrans;
        var lda = (int) Shapes.rowStride(a);
        var ldb = (int) Shapes.rowStride(b);
        var ldc = (int) Shapes.rowStride(c);
        var at = Memory.address(a);
        var bt = Memory.address(b);
        var ct = Memory.address(c);
        var p = POINTERS.get();
        if (c.data().dataType() == DataType.FLOAT) {
            cblas_sgemm(
                    CblasRowMajor,
                    ta,
                    tb,
                    m,
                    n,
                    k,
                    (float) alpha,
                    p.a.aim(at),
                    lda,
                    p.b.aim(bt),
                    ldb,
                    (float) beta,
                    p.c.aim(ct),
                    ldc);
        } else {
            cblas_dgemm(
                    CblasRowMajor,
                    ta,
                    tb,
                    m,
                    n,
                    k,
                    alpha,
                    p.da.aim(at),
                    lda,
                    p.db.aim(bt),
                    ldb,
                    beta,
                    p.dc.aim(ct),
                    ldc);
        }
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
    }

    /** Fills the upper triangle only. */
    static void syrk(boolean transpose, double alpha, INDArray a, double beta, INDArray c) {
        var n = Shapes.rows(c);
        var k = transpose ? Shapes.rows(a) : (int) Shapes.columns(a);
        var t = transpose ? CblasTrans : CblasNoTrans;
        var lda = (int) Shapes.rowStride(a);
        var ldc = (int) Shapes.rowStride(c);
        var at = Memory.address(a);
        var ct = Memory.address(c);
        var p = POINTERS.get();
        if (c.data().dataType() == DataType.FLOAT) {
            cblas_ssyrk(
                    CblasRowMajor,
                    CblasUpper,
                    t,
                    n,
                    k,
                    (float) alpha,
                    p.a.aim(at),
                    lda,
                    (float) beta,
                    p.c.aim(ct),
                    ldc);
        } else {
            cblas_dsyrk(CblasRowMajor, CblasUpper, t, n, k, alpha, p.da.aim(at), lda, beta, p.dc.aim(ct), ldc);
        }
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(c);
    }
}
