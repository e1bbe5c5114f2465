package org.guideddescent.bench.worker;

import java.io.IOException;
import org.guideddescent.bench.Shape;
import org.guideddescent.compute.Ops;
import org.guideddescent.model.Mlp;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.train.Optimizer;

/** One training step: gradient of a perceptron, then AdamW. Arguments: widths, batch size. */
public final class OurStep {
    private OurStep() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            var shape = Shape.parse(arguments[0], arguments[1]);
            var widths = shape.widths();
            var network = Mlp.of(widths.stream().mapToInt(Integer::intValue).toArray());
            var theta = network.initialize(Numbers.random());
            var gradient = theta.like();
            var optimizer = new Optimizer(Optimizers.adamW(1e-3), theta);
            var batch = Numbers.batch(shape.batch(), widths.get(0), widths.get(widths.size() - 1));
            return new Worker.Task(
                    Ops.current().describe(), () -> optimizer.step(gradient, network.gradient(theta, batch, gradient)));
        });
    }
}
