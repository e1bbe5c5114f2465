package org.guideddescent.lab;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.guideddescent.sweep.Experiment;
import org.guideddescent.sweep.Outcome;
import org.guideddescent.sweep.Plan;
import org.guideddescent.sweep.Trial;
import org.guideddescent.train.Run;

/** Runs whose losses are a formula: a parabola in the rate, whose lowest point moves with the width by a known amount. */
final class SyntheticSweep {
    private SyntheticSweep() {}

    /** 2 arms × 2 widths × 5 rates × 3 seeds. */
    static Plan plan() {
        return Plan.grid()
                .scientific("arm", "SGD", "Muon")
                .scientific("width", 64, 256)
                .nuisance("log2Rate", -6, -5, -4, -3, -2)
                .seeds(3);
    }

    /** The best log2Rate: −4 at width 64, moved by −1 at width 256 for SGD and not for Muon. */
    static double optimum(Trial trial) {
        boolean moves = trial.text("arm").equals("SGD") && trial.whole("width") == 256;
        return moves ? -4.75 : -3.75;
    }

    /** After t of 20 steps the loss is 1 + (log2Rate − optimum)² + seed / 100 + 1 / t. */
    static Experiment experiment() {
        return trial -> {
            double away = trial.number("log2Rate") - optimum(trial);
            double floor = 1 + away * away + trial.seed().root() / 100.0;
            var curve = IntStream.rangeClosed(1, 20)
                    .mapToObj(t -> new Run.Point(t, floor + 1.0 / t, t * 0.5))
                    .toList();
            var run = new Run("rule", "formula", trial.seed(), 20, Map.of(), List.copyOf(curve), Optional.empty());
            return new Outcome(run, Map.of(Outcome.LOSS, floor));
        };
    }
}
