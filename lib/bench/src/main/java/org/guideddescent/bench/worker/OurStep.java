package org.guideddescent.bench.worker;

import java.io.IOException;
import org.guideddescent.bench.Shape;
import org.guideddescent.compute.Ops;
import org.guideddescent.model.Mlp;
import org.guideddescent.objective.Oracle;
import org.guideddescent.optimizers.Curvature;
import org.guideddescent.optimizers.Damping;
import org.guideddescent.optimizers.Ekfac;
import org.guideddescent.optimizers.Fisher;
import org.guideddescent.optimizers.Kfac;
import org.guideddescent.optimizers.Length;
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
        Worker.serve(args, arguments -> of(Shape.parse(arguments[0], arguments[1]), arguments[2]));
    }

    static Worker.Task of(Shape shape, String rule) {
        var widths = shape.widths();
        var network = Mlp.of(widths.stream().mapToInt(Integer::intValue).toArray());
        var theta = network.initialize(Numbers.random());
        var optimizer = new Optimizer(named(rule), theta, network);
        var gradient = optimizer.gradient();
        var watcher = optimizer.watcher();
        var batch = Numbers.batch(shape.batch(), widths.get(0), widths.get(widths.size() - 1));
        var oracle = new Oracle(network, batch);
        return new Worker.Task(
                Ops.current().describe(),
                () -> optimizer.step(gradient, network.gradient(theta, batch, gradient, watcher), oracle));
    }

    static Transform named(String rule) {
        return switch (rule) {
            case "adamW" -> Optimizers.adamW(1e-3);
            case "muon" -> onMatrices(Optimizers.muon(1e-3));
            case "shampoo" -> onMatrices(Optimizers.shampoo(1e-3));
            case "soap" -> onMatrices(Optimizers.soap(1e-3));
            case "kfac" -> Optimizers.kfac(1e-3);
            case "ekfac" -> Optimizers.ekfac(1e-3);
            case "kfac10" -> new Kfac(everyTenSteps(), Damping.factored(1e-3), Length.klClip(1e-3)).at(1e-3);
            case "ekfac10" -> new Ekfac(everyTenSteps(), 1e-3, Length.klClip(1e-3)).at(1e-3);
            default -> throw new IllegalArgumentException("no rule named '" + rule + "'");
        };
    }

    /** Factors from drawn targets at each step, inverses and bases every ten. */
    private static Curvature everyTenSteps() {
        return new Curvature(new Fisher.Sampled(0), 0.95, 1, 10);
    }

    private static Transform onMatrices(Transform rule) {
        return Rules.route(Selector.everyMatrix(), rule).otherwise(Optimizers.adamW(1e-3));
    }
}
