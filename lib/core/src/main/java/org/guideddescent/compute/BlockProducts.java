package org.guideddescent.compute;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Products of many small blocks: each by cblas on one thread, the blocks shared among the workers. */
final class BlockProducts implements Workers.Task {
    /** Multiplications in a chunk of blocks: enough that fetching it costs nothing. */
    private static final long CHUNK = 1L << 18;

    private static final ThreadLocal<BlockProducts> CURRENT = ThreadLocal.withInitial(BlockProducts::new);

    private boolean isFloat;
    private boolean transposeA;
    private boolean transposeB;
    private double alpha;
    private double beta;
    private long a;
    private long b;
    private long c;
    private Blocks ofA;
    private Blocks ofB;
    private Blocks ofC;
    private int inner;
    private int together;

    private BlockProducts() {}

    static void run(
            Workers workers,
            boolean transposeA,
            boolean transposeB,
            double alpha,
            INDArray a,
            Blocks ofA,
            INDArray b,
            Blocks ofB,
            double beta,
            INDArray c,
            Blocks ofC) {
        var all = CURRENT.get();
        all.isFloat = c.data().dataType() == DataType.FLOAT;
        all.transposeA = transposeA;
        all.transposeB = transposeB;
        all.alpha = alpha;
        all.beta = beta;
        all.a = Memory.address(a);
        all.b = Memory.address(b);
        all.c = Memory.address(c);
        all.ofA = ofA;
        all.ofB = ofB;
        all.ofC = ofC;
        all.inner = transposeA ? ofA.rows() : ofA.columns();
        long each = (long) ofC.rows() * ofC.columns() * all.inner;
        all.together = (int) Math.min(ofC.count(), Math.max(1, CHUNK / each));
        Blas.onOneThread();
        try {
            workers.run(all, (ofC.count() + all.together - 1) / all.together);
        } finally {
            Reference.reachabilityFence(a);
            Reference.reachabilityFence(b);
            Reference.reachabilityFence(c);
        }
    }

    @Override
    public void run(int chunk) {
        long size = isFloat ? 4 : 8;
        int end = Math.min(ofC.count(), (chunk + 1) * together);
        for (int block = chunk * together; block < end; block++) {
            Blas.product(
                    isFloat,
                    transposeA,
                    transposeB,
                    ofC.rows(),
                    ofC.columns(),
                    inner,
                    alpha,
                    a + size * ofA.start(block),
                    (int) ofA.rowStride(),
                    b + size * ofB.start(block),
                    (int) ofB.rowStride(),
                    beta,
                    c + size * ofC.start(block),
                    (int) ofC.rowStride());
        }
    }
}
