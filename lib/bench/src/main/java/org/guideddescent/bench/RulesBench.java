package org.guideddescent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guideddescent.bench.worker.OurRule;

/** Every elementwise rule on one long vector of floats: against the bytes that it must move, and ND4J's updater of the name. */
final class RulesBench {
    private static final int PARAMETERS = 10_000_000;
    /** Read gradient and weight, write weight. */
    private static final int BYTES = 12;
    /** Read and write a state. */
    private static final int BYTES_A_STATE = 8;
    /** Floats in each of the two arrays of the copy: 256 MiB. */
    private static final int COPIED = 1 << 26;

    private static final String OURS = "ours";
    private static final String ND4J = "ND4J";
    private static final String COPY = "copy";

    private RulesBench() {}

    static Table run(Settings settings) {
        var programs = new Programs(settings);
        var table = new Table(
                "rule, " + PARAMETERS + " parameters",
                "bytes a parameter",
                OURS,
                "its bytes at copy bandwidth",
                "ours / that (goal 1.3×)",
                "ND4J's updater",
                "ours / ND4J (goal 1×)",
                "widest spread of rounds");
        for (var rule : OurRule.RULES.values()) {
            System.err.println("rules " + rule.name());
            var size = Integer.toString(PARAMETERS);
            var entries = new ArrayList<Entry>();
            entries.add(programs.ours(OURS, "OurRule", rule.name(), size));
            entries.add(programs.ours(COPY, "Copy", Integer.toString(COPIED), Integer.toString(settings.threads())));
            rule.nd4j().ifPresent(n -> entries.add(programs.ours(ND4J, "Nd4jUpdater", n, size)));
            row(rule, Race.run(settings, List.copyOf(entries)), table);
        }
        return table;
    }

    private static void row(OurRule.Contestant rule, Race race, Table table) {
        int bytes = BYTES + BYTES_A_STATE * rule.states();
        var ours = race.median(OURS);
        Optional<Double> least = race.median(COPY).map(t -> (double) bytes * PARAMETERS * t / (8.0 * COPIED));
        table.row(
                rule.name(),
                Integer.toString(bytes),
                Format.millis(ours),
                Format.millis(least),
                ours.map(o -> Format.ratio(o, least)).orElse(Format.ABSENT),
                Format.millis(race.median(ND4J)),
                ours.map(o -> Format.ratio(o, race.median(ND4J))).orElse(Format.ABSENT),
                Format.percent(race.spread()));
    }
}
