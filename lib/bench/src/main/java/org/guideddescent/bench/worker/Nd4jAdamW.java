package org.guideddescent.bench.worker;

import java.io.IOException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's Adam and the pass over the weights that decay needs. The pass that subtracts the step is left out, in ND4J's
 * favor. Arguments: number of parameters.
 */
public final class Nd4jAdamW {
    private Nd4jAdamW() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            int n = Integer.parseInt(arguments[0]);
            var theta = Numbers.vector(n);
            // The op leaves the step where the gradient was; from then on it takes its own steps for gradients.
            var gradient = Numbers.vector(n);
            var v = Nd4j.zeros(DataType.FLOAT, n);
            var m = Nd4j.zeros(DataType.FLOAT, n);
            var op = new AdamUpdater(gradient, v, m, 1e-3, 0.9, 0.999, 1e-8, 1);
            return new Worker.Task("AdamUpdater, muli", () -> {
                Nd4j.exec(op);
                theta.muli(1 - 1e-5);
            });
        });
    }
}
