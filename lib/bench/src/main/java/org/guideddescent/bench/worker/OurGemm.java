package org.guideddescent.bench.worker;

import java.io.IOException;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** c ← a b of square matrices through our primitives. Arguments: n. */
public final class OurGemm {
    private OurGemm() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            int n = Integer.parseInt(arguments[0]);
            var ops = Ops.current();
            var a = Numbers.matrix(n, n);
            var b = Numbers.matrix(n, n);
            var c = Nd4j.zeros(DataType.FLOAT, n, n);
            return new Worker.Task(ops.describe(), () -> ops.gemm(false, false, 1, a, b, 0, c));
        });
    }
}
