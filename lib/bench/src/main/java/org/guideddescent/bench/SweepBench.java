package org.guideddescent.bench;

import java.util.List;

/** Sixteen equal small runs: side by side, or one after the other. */
final class SweepBench {
    private static final String SIDE_BY_SIDE = "2 at once, 1 thread each";
    private static final String ONE_THREAD = "one after the other, 1 thread each";
    private static final String TWO_THREADS = "one after the other, 2 threads each";

    /** Some sweeps, each of a second or less. */
    private static final int TURN_MILLIS = 2000;

    private SweepBench() {}

    static Table run(Settings settings) {
        System.err.println("sixteen runs of a perceptron");
        var longer = new Settings(settings.rounds(), settings.warmMillis(), TURN_MILLIS, settings.threads());
        var programs = new Programs(longer);
        var race = Race.run(
                longer,
                List.of(
                        programs.ours(SIDE_BY_SIDE, "OurSweep", "2", "1"),
                        programs.ours(ONE_THREAD, "OurSweep", "1", "1"),
                        programs.ours(TWO_THREADS, "OurSweep", "1", "2")));
        var table = new Table(
                "16 runs of 100 steps with Muon, 256-128-128-10 at batch 64",
                "time",
                "2 at once / this (goal 0.6×)",
                "widest spread of rounds");
        for (var name : List.of(SIDE_BY_SIDE, ONE_THREAD, TWO_THREADS)) {
            var time = race.median(name);
            table.row(
                    name,
                    Format.millis(time),
                    race.median(SIDE_BY_SIDE).map(t -> Format.ratio(t, time)).orElse(Format.ABSENT),
                    Format.percent(race.spread()));
        }
        return table;
    }
}
