package org.guideddescent.bench.worker;

import static org.guideddescent.rule.Rules.matrices;
import static org.guideddescent.rule.Rules.route;

import java.io.IOException;
import org.guideddescent.model.Mlp;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.sweep.LocalPool;
import org.guideddescent.sweep.Outcome;
import org.guideddescent.sweep.Plan;
import org.guideddescent.sweep.Sweep;
import org.guideddescent.sweep.Trial;
import org.guideddescent.train.Optimizer;
import org.guideddescent.train.Trainer;

/** A sweep of sixteen equal runs of a small perceptron. Arguments: runs side by side, threads of each. */
public final class OurSweep {
    private static final Plan PLAN = Plan.grid().fixed("steps", 100).seeds(16);

    private OurSweep() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> of(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])));
    }

    private static Worker.Task of(int runs, int threads) {
        var pool = new LocalPool(runs);
        return new Worker.Task(runs + " at once, each on threads: " + threads, () -> {
            var results =
                    Sweep.of("bench", PLAN, OurSweep::run).threads(threads).run(pool);
            if (results.where(r -> r.run().isPresent()).size() != PLAN.size()) {
                throw new IllegalStateException(results.all().get(0).message());
            }
        });
    }

    private static Outcome run(Trial trial) {
        var net = Mlp.of(256, 128, 128, 10);
        var rule = route(matrices(), Optimizers.muon(0.02)).otherwise(Optimizers.adamW(1e-3));
        var optimizer = new Optimizer(rule, net.initialize(trial.seed().stream("weights")));
        var batch = Numbers.batch(64, 256, 10);
        var run = new Trainer(net, t -> batch, trial.seed()).train(optimizer, trial.whole("steps"));
        return Outcome.of(run, 10);
    }
}
