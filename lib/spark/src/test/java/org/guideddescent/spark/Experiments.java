package org.guideddescent.spark;

import static org.guideddescent.rule.Rules.matrices;
import static org.guideddescent.rule.Rules.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.guideddescent.model.Layers;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Transform;
import org.guideddescent.sweep.Engine;
import org.guideddescent.sweep.Outcome;
import org.guideddescent.sweep.Plan;
import org.guideddescent.sweep.Result;
import org.guideddescent.sweep.Trial;
import org.guideddescent.sweep.Work;
import org.guideddescent.train.Optimizer;
import org.guideddescent.train.Seed;
import org.guideddescent.train.Trainer;
import org.nd4j.linalg.factory.Nd4j;

/** Experiments for the workers of a cluster. */
public final class Experiments {
    /** Eight short trainings: products, LAPACK and a run that diverges among them. */
    static final Plan PLAN = Plan.grid()
            .scientific("optimizer", "muon", "soap")
            .nuisance("log2Rate", -6, 40)
            .seeds(2)
            .fixed("steps", 15);

    private Experiments() {}

    /** A small network, with optimizer, rate, steps and seed of the trial. */
    public static Outcome train(Trial trial) {
        var seed = trial.seed();
        var net = network();
        double rate = Math.pow(2, trial.number("log2Rate"));
        var optimizer = new Optimizer(rule(trial.text("optimizer"), rate), net.initialize(seed.stream("weights")));
        var run = new Trainer(net, batches(seed, 32), seed).stoppingAbove(1e6).train(optimizer, trial.whole("steps"));
        return Outcome.of(run, 5);
    }

    /** The same, and half a second more, in which a process can be killed. */
    static Outcome trainSlowly(Trial trial) throws InterruptedException {
        var outcome = train(trial);
        Thread.sleep(500);
        return outcome;
    }

    /** The same, but one of the trials ends its process, as a crash in native code does. */
    static Outcome trainOrHalt(Trial trial) {
        if (trial.equals(PLAN.next(List.of()).get(3))) {
            Runtime.getRuntime().halt(134);
        }
        return train(trial);
    }

    static Network network() {
        return Network.of(
                Layers.linear(24, 32)
                        .then(Layers.tanh())
                        .then(Layers.linear(32, 16))
                        .then(Layers.relu())
                        .then(Layers.linear(16, 4)),
                Loss.SQUARED_ERROR);
    }

    static Transform rule(String name, double rate) {
        var matrix = name.equals("muon") ? Optimizers.muon(rate) : Optimizers.soap(rate);
        return route(matrices(), matrix).otherwise(Optimizers.adamW(rate));
    }

    static Batches batches(Seed seed, int size) {
        return t -> {
            var random = seed.stream("batch " + t);
            var numbers = new float[size * 24];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextGaussian();
            }
            var x = Nd4j.createFromArray(numbers).reshape(size, 24);
            return new Batch(x, x.getColumns(0, 1, 2, 3).dup('c'));
        };
    }

    /** Every result of an engine, which must hand each over once. */
    static List<Result> results(Engine engine, Work work) {
        var results = new ArrayList<Result>();
        engine.run(PLAN.next(List.of()), work, results::add);
        return results;
    }

    /** Digests by trial; fails if a trial is there twice. */
    static Map<String, String> digests(List<Result> results) {
        var digests = new TreeMap<String, String>();
        for (var result : results) {
            if (digests.put(result.trial().key(), result.digest()) != null) {
                throw new AssertionError("twice: " + result.trial());
            }
        }
        return digests;
    }
}
