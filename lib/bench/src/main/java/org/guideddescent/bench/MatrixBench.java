package org.guideddescent.bench;

import java.util.List;

/**
 * Training steps of a perceptron with rules that work on matrices, as multiples of AdamW's. A turn repeats the step for longer than
 * the steps between two refreshes and answers with the mean, so that refreshes count by their part.
 */
final class MatrixBench {
    private static final Shape NETWORK = new Shape(List.of(784, 512, 512, 10), 128);
    private static final String ADAMW = "adamW";

    /** Some forty steps of the slowest, so that every turn has its refreshes. */
    private static final int TURN_MILLIS = 2000;

    private MatrixBench() {}

    static Table run(Settings settings) {
        System.err.println("matrix " + NETWORK.text());
        var longer = new Settings(settings.rounds(), settings.warmMillis(), TURN_MILLIS, settings.threads());
        var programs = new Programs(longer);
        var rules = List.of(ADAMW, "muon", "shampoo", "soap", "kfac", "ekfac");
        var race = Race.run(
                longer,
                rules.stream()
                        .map(rule -> programs.ours(
                                rule, "OurStep", NETWORK.text(), Integer.toString(NETWORK.batch()), rule, "mean"))
                        .toList());
        var table = new Table(
                "training step, " + NETWORK.text() + " at batch " + NETWORK.batch(), "time", "of AdamW's step");
        for (var rule : rules) {
            var time = race.median(rule);
            table.row(
                    rule,
                    Format.millis(time),
                    time.map(t -> Format.ratio(t, race.median(ADAMW))).orElse(Format.ABSENT));
        }
        return table;
    }
}
