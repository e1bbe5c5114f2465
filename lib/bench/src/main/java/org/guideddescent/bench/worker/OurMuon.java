package org.guideddescent.bench.worker;

import java.io.IOException;
import org.guideddescent.compute.Ops;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.train.Optimizer;
import org.nd4j.linalg.api.buffer.DataType;

/** A step of Muon on one square weight. Arguments: n. */
public final class OurMuon {
    private OurMuon() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            int n = Integer.parseInt(arguments[0]);
            var theta = ParamVector.zeros(
                    Layout.builder().add("w", Role.HIDDEN, n, n).build(), DataType.FLOAT);
            var slope = Numbers.vector(n * n);
            var optimizer = new Optimizer(Optimizers.muon(0.02), theta);
            var gradient = optimizer.gradient();
            var ops = Ops.current();
            // A step consumes its gradient, so each begins with a copy; it is a two-hundredth of the time.
            return new Worker.Task(ops.describe(), () -> {
                ops.copy(slope, gradient.flat());
                optimizer.step(gradient, 1);
            });
        });
    }
}
