package org.guideddescent.bench.worker;

import java.io.IOException;
import org.guideddescent.bench.Shape;
import org.guideddescent.compute.Ops;
import org.guideddescent.model.Mlp;
import org.guideddescent.objective.Oracle;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Rules;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Selector;
import org.guideddescent.train.Optimizer;

/** One training step: gradient of a perceptron, then a rule. Arguments: widths, batch size, the rule's name. */
public final class OurStep {
    private OurStep() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            var shape = Shape.parse(arguments[0], arguments[1]);
            var widths = shape.widths();
            var network = Mlp.of(widths.stream().mapToInt(Integer::intValue).toArray());
            var theta = network.initialize(Numbers.random());
            var optimizer = new Optimizer(named(arguments[2]), theta, network);
            var gradient = optimizer.gradient();
            var watcher = optimizer.watcher();
            var batch = Numbers.batch(shape.batch(), widths.get(0), widths.get(widths.size() - 1));
            var oracle = new Oracle(network, batch);
            return new Worker.Task(
                    Ops.current().describe(),
                    () -> optimizer.step(gradient, network.gradient(theta, batch, gradient, watcher), oracle));
        });
    }

    private static Transform named(String rule) {
        return switch (rule) {
            case "adamW" -> Optimizers.adamW(1e-3);
            case "muon" -> onMatrices(Optimizers.muon(1e-3));
            case "shampoo" -> onMatrices(Optimizers.shampoo(1e-3));
            case "soap" -> onMatrices(Optimizers.soap(1e-3));
            case "kfac" -> Optimizers.kfac(1e-3);
            case "ekfac" -> Optimizers.ekfac(1e-3);
            default -> throw new IllegalArgumentException("no rule named '" + rule + "'");
        };
    }

    private static Transform onMatrices(Transform rule) {
        return Rules.route(Selector.everyMatrix(), rule).otherwise(Optimizers.adamW(1e-3));
    }
}
