package org.guideddescent.bench.worker;

import java.io.IOException;
import org.guideddescent.compute.Ops;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.train.Optimizer;
import org.nd4j.linalg.api.buffer.DataType;

/** AdamW on one long vector. Arguments: number of parameters. */
public final class OurAdamW {
    private OurAdamW() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            int n = Integer.parseInt(arguments[0]);
            var theta = ParamVector.zeros(Layout.vector(n), DataType.FLOAT);
            theta.flat().assign(Numbers.vector(n));
            var gradient = theta.copy();
            var optimizer = new Optimizer(Optimizers.adamW(1e-3), theta);
            return new Worker.Task(Ops.current().describe(), () -> optimizer.step(gradient, 1));
        });
    }
}
