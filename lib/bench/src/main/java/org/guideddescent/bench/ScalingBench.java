package org.guideddescent.bench;

import java.util.List;
import java.util.Optional;

/** Coordinate checks of μP over four widths with three rules: what one pays to see that a parametrization is right. */
final class ScalingBench {
    private static final String WIDTHS = "64-128-256-512";
    private static final List<String> RULES = List.of("adam", "sgd", "muon");

    /** A turn is three checks, some seconds each, so that one turn tells enough. */
    private static final Settings ONE_TURN = new Settings(1, 1, 1, 2);

    private ScalingBench() {}

    static Table run(Settings settings) {
        System.err.println("scaling " + WIDTHS);
        var once = new Settings(ONE_TURN.rounds(), ONE_TURN.warmMillis(), ONE_TURN.roundMillis(), settings.threads());
        var programs = new Programs(once);
        var race = Race.run(
                once,
                RULES.stream()
                        .map(rule -> programs.ours(rule, "OurCheck", WIDTHS, rule))
                        .toList());
        var table = new Table("coordinate check over widths " + WIDTHS.replace("-", ", "), "time", "goal");
        for (var rule : RULES) {
            table.row(rule, Format.millis(race.median(rule)), Format.ABSENT);
        }
        var times = RULES.stream().map(race::median).flatMap(Optional::stream).toList();
        var all = times.size() == RULES.size()
                ? Optional.of(times.stream().mapToDouble(t -> t).sum())
                : Optional.<Double>empty();
        return table.row("all three", Format.millis(all), "20000 ms");
    }
}
