package org.guideddescent.bench.worker;

import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** c ← a b of square matrices through ND4J, into a column-major result, which it does not copy. Arguments: n. */
public final class Nd4jGemm {
    private Nd4jGemm() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            int n = Integer.parseInt(arguments[0]);
            var a = Numbers.matrix(n, n);
            var b = Numbers.matrix(n, n);
            var c = Nd4j.create(DataType.FLOAT, new long[] {n, n}, 'f');
            var what = "org.bytedeco openblas " + openblas();
            return new Worker.Task(what, () -> Nd4j.gemm(a, b, c, false, false, 1, 0));
        });
    }

    private static String openblas() throws IOException {
        return Loader.getVersion("org.bytedeco", "openblas");
    }
}
