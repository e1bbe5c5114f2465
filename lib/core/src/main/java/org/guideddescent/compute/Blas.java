package org.guideddescent.compute;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasUpper;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_ssyrk;

import java.lang.ref.Reference;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Matrix products by cblas, row-major, on the arrays' memory. Shapes have been checked by the caller.
 *
 * <p>OpenBLAS computes on one thread, and {@link Workers} gives it the parts of a large product. Its own threads would
 * spin on the cores that the next Java loop wants: with them a training step of 784-512-512-10 took a third longer. How
 * a product is cut depends on its shape and the number of workers, never on which of them is free, and so do its bits.
 */
final class Blas implements Workers.Task {
    /** Multiplications below which waking a helper costs more than it saves. */
    private static final long PARALLEL = 1L << 20;
    /** Parts begin at multiples of it, so that the kernels of OpenBLAS see whole tiles. */
    private static final int TILE = 16;

    private static final ThreadLocal<Blas> CURRENT = ThreadLocal.withInitial(Blas::new);

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

    private boolean isFloat;
    private boolean symmetric;
    private boolean transposeA;
    private boolean transposeB;
    private double alpha;
    private double beta;
    private long a;
    private long b;
    private long c;
    private int lda;
    private int ldb;
    private int ldc;
    private int m;
    private int n;
    private int k;
    private int parts;

    private Blas() {}

    static void gemm(
            Workers workers,
            boolean transposeA,
            boolean transposeB,
            double alpha,
            INDArray a,
            INDArray b,
            double beta,
            INDArray c) {
        var product = CURRENT.get();
        product.symmetric = false;
        product.k = transposeA ? Shapes.rows(a) : (int) Shapes.columns(a);
        product.transposeB = transposeB;
        product.run(workers, transposeA, alpha, a, b, beta, c);
    }

    /** Fills the upper triangle only. */
    static void syrk(Workers workers, boolean transpose, double alpha, INDArray a, double beta, INDArray c) {
        var product = CURRENT.get();
        product.symmetric = true;
        product.k = transpose ? Shapes.rows(a) : (int) Shapes.columns(a);
        product.transposeB = !transpose;
        product.run(workers, transpose, alpha, a, a, beta, c);
    }

    /**
     * Runs what LAPACK does inside on as many threads of OpenBLAS as there are workers: Java cannot cut that. While a {@link
     * ThreadBudget} is in use it is one thread, since the number is one for the process.
     */
    static void onAllThreads(Workers workers, Runnable lapack) {
        var lock = ThreadBudget.LAPACK;
        while (workers.threads() > 1 && lock.getReadLockCount() == 0) {
            if (lock.writeLock().tryLock()) {
                try {
                    setThreads(workers.threads());
                    lapack.run();
                } finally {
                    setThreads(1);
                    lock.writeLock().unlock();
                }
                return;
            }
            Thread.onSpinWait();
        }
        onOneThread();
        lapack.run();
    }

    /** OpenBLAS's own setter: JavaCPP's looks it up anew at each call, which takes a millisecond and leaves 74 kB behind. */
    private static final class Setter extends org.bytedeco.openblas.presets.openblas_nolapack.SetNumThreads {
        static final Optional<Setter> INSTANCE = Optional.ofNullable(Loader.addressof("openblas_set_num_threads"))
                .map(Setter::new);

        Setter(Pointer function) {
            put(function);
        }
    }

    private static void setThreads(int n) {
        if (Setter.INSTANCE.isPresent()) {
            Setter.INSTANCE.get().call(n);
        } else {
            blas_set_num_threads(n);
        }
    }

    /** Products on this and every other thread run on one thread each, until LAPACK asks for more. */
    static void onOneThread() {
        // ND4J sets the number once more whenever it first multiplies.
        if (blas_get_num_threads() != 1) {
            setThreads(1);
        }
    }

    private void run(
            Workers workers,
            boolean transpose,
            double factor,
            INDArray left,
            INDArray right,
            double keep,
            INDArray out) {
        isFloat = out.data().dataType() == DataType.FLOAT;
        transposeA = transpose;
        alpha = factor;
        beta = keep;
        m = Shapes.rows(out);
        n = (int) Shapes.columns(out);
        a = Memory.address(left);
        b = Memory.address(right);
        c = Memory.address(out);
        lda = (int) Shapes.rowStride(left);
        ldb = (int) Shapes.rowStride(right);
        ldc = (int) Shapes.rowStride(out);
        onOneThread();
        boolean large = (long) m * n * k >= PARALLEL;
        parts = large ? Math.min(workers.threads(), Math.max(1, Math.max(m, n) / TILE)) : 1;
        try {
            workers.run(this, parts);
        } finally {
            Reference.reachabilityFence(left);
            Reference.reachabilityFence(right);
            Reference.reachabilityFence(out);
        }
    }

    @Override
    public void run(int part) {
        if (symmetric) {
            int from = triangleRow(part);
            int to = triangleRow(part + 1);
            if (from < to) {
                symmetricBlock(from, to - from);
                if (to < n) {
                    block(from, to - from, to, n - to);
                }
            }
        } else if (n >= m) {
            int from = cut(n, part);
            block(0, m, from, cut(n, part + 1) - from);
        } else {
            int from = cut(m, part);
            block(from, cut(m, part + 1) - from, 0, n);
        }
    }

    private int cut(int length, int part) {
        return part == parts ? length : (int) ((long) length * part / parts) / TILE * TILE;
    }

    /** Where part begins so that all parts of the upper triangle have about the same area. */
    private int triangleRow(int part) {
        return part == parts ? n : (int) (n * (1 - Math.sqrt(1 - (double) part / parts))) / TILE * TILE;
    }

    private void block(int row, int rows, int column, int columns) {
        if (rows <= 0 || columns <= 0) {
            return;
        }
        long size = isFloat ? 4 : 8;
        long from = a + size * (transposeA ? row : (long) row * lda);
        long with = b + size * (transposeB ? (long) column * ldb : column);
        long into = c + size * ((long) row * ldc + column);
        product(isFloat, transposeA, transposeB, rows, columns, k, alpha, from, lda, with, ldb, beta, into, ldc);
    }

    /** The product of blocks [m × k] and [k × n] that lie at these addresses, on this thread. */
    static void product(
            boolean isFloat,
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            long a,
            int lda,
            long b,
            int ldb,
            double beta,
            long c,
            int ldc) {
        int ta = transposeA ? CblasTrans : CblasNoTrans;
        int tb = transposeB ? CblasTrans : CblasNoTrans;
        var p = POINTERS.get();
        if (isFloat) {
            cblas_sgemm(
                    CblasRowMajor,
                    ta,
                    tb,
                    m,
                    n,
                    k,
                    (float) alpha,
                    p.a.aim(a),
                    lda,
                    p.b.aim(b),
                    ldb,
                    (float) beta,
                    p.c.aim(c),
                    ldc);
        } else {
            cblas_dgemm(
                    CblasRowMajor, ta, tb, m, n, k, alpha, p.da.aim(a), lda, p.db.aim(b), ldb, beta, p.dc.aim(c), ldc);
        }
    }

    private void symmetricBlock(int row, int rows) {
        long size = isFloat ? 4 : 8;
        long from = a + size * (transposeA ? row : (long) row * lda);
        long into = c + size * ((long) row * ldc + row);
        int t = transposeA ? CblasTrans : CblasNoTrans;
        var p = POINTERS.get();
        if (isFloat) {
            cblas_ssyrk(
                    CblasRowMajor,
                    CblasUpper,
                    t,
                    rows,
                    k,
                    (float) alpha,
                    p.a.aim(from),
                    lda,
                    (float) beta,
                    p.c.aim(into),
                    ldc);
        } else {
            cblas_dsyrk(CblasRowMajor, CblasUpper, t, rows, k, alpha, p.da.aim(from), lda, beta, p.dc.aim(into), ldc);
        }
    }
}
