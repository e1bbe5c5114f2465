package org.guideddescent.bench;

import java.util.List;

/** AdamW on one long vector of floats: how close to the 28 bytes a parameter that must move at the least. */
final class AdamWBench {
    /** Read gradient, weight and two moments; write weight and two moments. */
    private static final double BYTES_A_PARAMETER = 28;

    private static final String OURS = "ours";
    private static final String ND4J = "ND4J AdamUpdater and decay";
    private static final String TORCH = "torch AdamW";
    private static final String COPY = "copy";
    /** Floats in each of the two arrays of the copy: 256 MiB. */
    private static final int COPIED = 1 << 26;

    private AdamWBench() {}

    static Table run(Settings settings) {
        var programs = new Programs(settings);
        var table = new Table(
                "AdamW, parameters",
                OURS,
                ND4J,
                TORCH,
                "copy bandwidth",
                "28 bytes each at that",
                "ours / that (goal 1.3×)",
                "ours / ND4J (goal 1×)",
                "ours / torch",
                "widest spread of rounds");
        for (int n : List.of(10_000_000, 30_000_000)) {
            System.err.println("adamw " + n);
            var size = Integer.toString(n);
            var race = Race.run(
                    settings,
                    List.of(
                            programs.ours(OURS, "OurAdamW", size),
                            programs.ours(ND4J, "Nd4jAdamW", size),
                            programs.torch(TORCH, "torch_adamw.py", size),
                            programs.ours(
                                    COPY, "Copy", Integer.toString(COPIED), Integer.toString(settings.threads()))));
            row(n, race, table);
        }
        return table;
    }

    private static void row(int n, Race race, Table table) {
        var ours = race.median(OURS);
        var bandwidth = race.median(COPY).map(t -> 8.0 * COPIED / t);
        var least = bandwidth.map(b -> BYTES_A_PARAMETER * n / b);
        table.row(
                Integer.toString(n),
                Format.millis(ours),
                Format.millis(race.median(ND4J)),
                Format.millis(race.median(TORCH)),
                bandwidth.map(b -> Format.significant(b) + " GB/s").orElse(Format.ABSENT),
                Format.millis(least),
                ours.map(o -> Format.ratio(o, least)).orElse(Format.ABSENT),
                ours.map(o -> Format.ratio(o, race.median(ND4J))).orElse(Format.ABSENT),
                ours.map(o -> Format.ratio(o, race.median(TORCH))).orElse(Format.ABSENT),
                Format.percent(race.spread()));
    }
}
