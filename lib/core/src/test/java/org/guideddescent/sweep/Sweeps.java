package org.guideddescent.sweep;

import static org.guideddescent.rule.Rules.matrices;
import static org.guideddescent.rule.Rules.route;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.guideddescent.model.Layers;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Transform;
import org.guideddescent.train.Optimizer;
import org.guideddescent.train.Run;
import org.guideddescent.train.Seed;
import org.guideddescent.train.Trainer;
import org.nd4j.linalg.factory.Nd4j;

/** Experiments to sweep over. */
final class Sweeps {
    private Sweeps() {}

    /** A run whose every loss is that of the trial, with a curve of as many steps as the trial says, or of 3. */
    static Experiment scored(ScoredBy loss) {
        return trial -> {
            double value = loss.applyAsDouble(trial);
            int steps = trial.values().containsKey("steps") ? trial.whole("steps") : 3;
            var curve = new ArrayList<Run.Point>();
            for (int t = 1; t <= steps; t++) {
                curve.add(new Run.Point(t, value, 0.25 * t));
            }
            return Outcome.of(run(curve, Optional.empty()), 1);
        };
    }

    /** As it says; it goes to other processes. */
    interface ScoredBy extends ToDoubleFunction<Trial>, Serializable {}

    static Run run(List<Run.Point> curve, Optional<String> stopped) {
        return new Run("rule", "objective", new Seed(1), curve.size(), Map.of("os", "any"), curve, stopped);
    }

    /** A real network, with optimizer, rate, steps and seed of the trial; LAPACK and products are involved. */
    static Outcome train(Trial trial) {
        var seed = trial.seed();
        var net = Network.of(
                Layers.linear(24, 32)
                        .then(Layers.tanh())
                        .then(Layers.linear(32, 16))
                        .then(Layers.relu())
                        .then(Layers.linear(16, 4)),
                Loss.SQUARED_ERROR);
        var optimizer = new Optimizer(
                rule(trial.text("optimizer"), Math.pow(2, trial.number("log2Rate"))),
                net.initialize(seed.stream("weights")));
        var run = new Trainer(net, batches(seed), seed).stoppingAbove(1e6).train(optimizer, trial.whole("steps"));
        return Outcome.of(run, 5)
                .with("weights", optimizer.weights().flat().norm2Number().doubleValue());
    }

    private static Transform rule(String name, double rate) {
        return switch (name) {
            case "muon" -> route(matrices(), Optimizers.muon(rate)).otherwise(Optimizers.adamW(rate));
            case "soap" -> route(matrices(), Optimizers.soap(rate)).otherwise(Optimizers.adamW(rate));
            case "sgd" -> Optimizers.sgd(rate);
            default -> throw new IllegalArgumentException("no optimizer " + name);
        };
    }

    private static Batches batches(Seed seed) {
        return t -> {
            var random = seed.stream("batch " + t);
            var numbers = new float[32 * 24];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextGaussian();
            }
            var x = Nd4j.createFromArray(numbers).reshape(32, 24);
            return new Batch(x, x.getColumns(0, 1, 2, 3).dup('c'));
        };
    }
}
