package org.guideddescent.sweep;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guideddescent.train.Run;
import org.guideddescent.train.Seed;

/** A process that runs a sweep into a store and can be killed. It says what it begins and what is durable, one a line. */
final class SweepDriver {
    /** A hundred runs of some milliseconds with long curves, so that a good part of the time is spent writing. */
    static final Plan LONG_LINES = Plan.grid()
            .scientific("width", 1, 2, 3, 4, 5)
            .nuisance("rate", Domain.range(1, 5))
            .seeds(4);

    /** Real networks. */
    static final Plan NETWORKS = Plan.grid()
            .scientific("optimizer", "muon", "soap")
            .nuisance("log2Rate", -7, -5)
            .fixed("steps", 400)
            .seeds(2);

    private SweepDriver() {}

    public static void main(String[] arguments) throws InterruptedException {
        var store = ResultStore.open(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "lines" -> tell(Sweep.of("killed", LONG_LINES, SweepDriver::longLine), store);
            case "networks" -> tell(Sweep.of("killed", NETWORKS, Sweeps::train), store);
            case "hold" -> hold(store);
            default -> fill(store);
        }
    }

    private static void tell(Sweep sweep, ResultStore store) {
        var telling = new Watcher() {
            @Override
            public void finished(Result result, int done, int total) {
                say(result.trial().key());
            }
        };
        sweep.into(store).watching(telling).run(new LocalPool(2));
    }

    /** A curve of a thousand points that is a function of the trial. */
    static Outcome longLine(Trial trial) throws InterruptedException {
        var random = trial.seed().child(trial.key()).stream("losses");
        var curve = new ArrayList<Run.Point>();
        for (int t = 1; t <= Result.POINTS; t++) {
            curve.add(new Run.Point(t, random.nextDouble(), t * 1e-3));
        }
        Thread.sleep(10);
        var run = new Run(
                "rule", "objective", new Seed(trial.seed().root()), curve.size(), Map.of(), curve, Optional.empty());
        return Outcome.of(run, 1);
    }

    /** Writes one result and stays the writer until it is killed. */
    private static void hold(ResultStore store) throws InterruptedException {
        try (var writer = store.writer()) {
            writer.append(new Work("s", t -> null, 1).failed(ResultTest.trial("a", 0), "by the other process", 0));
            say("held");
            Thread.sleep(3_600_000);
        }
    }

    /** Appends until the disk is full some times, and says what is durable. */
    private static void fill(ResultStore store) {
        var work = new Work("killed", SweepDriver::longLine, 1);
        int failures = 0;
        try (var writer = store.writer()) {
            for (var trial : LONG_LINES.next(List.of())) {
                try {
                    writer.append(work.perform(trial));
                    say(trial.key());
                } catch (UncheckedIOException e) {
                    say("failed " + e.getMessage());
                    failures++;
                }
                if (failures == 3) {
                    return;
                }
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
