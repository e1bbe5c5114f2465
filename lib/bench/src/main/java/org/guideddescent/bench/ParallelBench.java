package org.guideddescent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.guideddescent.parallel.CostModel;
import org.guideddescent.parallel.CostModel.Average;
import org.guideddescent.parallel.CostModel.Root;
import org.guideddescent.parallel.CostModel.Roots;
import org.guideddescent.parallel.CostModel.Scaling;
import org.guideddescent.parallel.Link;

/** Two ranks on one machine against one; and from what was measured, on paper, what a step would cost with up to a thousand. */
final class ParallelBench {
    private static final Shape NETWORK = new Shape(List.of(784, 512, 512, 10), 128);
    private static final Shape TWICE = new Shape(NETWORK.widths(), 256);
    private static final int EVERY = 10;
    private static final int FLOATS = 1_000_000;
    private static final int TURN_MILLIS = 2000;
    private static final String ADAMW = "adamW";
    private static final String SHAMPOO = "shampoo";
    private static final String ALONE = "1 rank, 1 thread, ";
    private static final String PAIR = "2 ranks, 1 thread each, ";
    private static final String LATENCY = "latency";
    private static final String BANDWIDTH = "bandwidth";

    private ParallelBench() {}

    /** Both tables from one race. */
    static List<Table> run(Settings settings) {
        System.err.println("parallel, " + NETWORK.text());
        var one = new Settings(settings.rounds(), settings.warmMillis(), TURN_MILLIS, 1);
        var two = new Settings(settings.rounds(), settings.warmMillis(), TURN_MILLIS, 2);
        var programs = new Programs(one);
        var both = new Programs(two);
        var entries = new ArrayList<Entry>();
        entries.add(programs.oursWithin("sum", "OurTeam", "sum", Integer.toString(FLOATS)));
        for (var rule : List.of(ADAMW, SHAMPOO)) {
            entries.add(step(programs, ALONE + rule, NETWORK, rule));
            entries.add(step(both, "1 rank, 2 threads, " + rule, NETWORK, rule));
            entries.add(pair(programs, rule, "replicated"));
        }
        entries.add(pair(programs, SHAMPOO, "divided"));
        entries.add(step(programs, "twice", TWICE, ADAMW));
        for (int n : List.of(784, 512, 10)) {
            entries.add(programs.oursWithin("root " + n, "OurRoot", Integer.toString(n)));
        }
        var race = Race.run(one, entries);
        return List.of(measured(race), modelled(race));
    }

    private static Entry step(Programs programs, String name, Shape shape, String rule) {
        return programs.oursWithin(name, "OurStep", shape.text(), Integer.toString(shape.batch()), rule, "mean");
    }

    private static Entry pair(Programs programs, String rule, String how) {
        return programs.oursWithin(
                PAIR + rule + ", " + how,
                "OurTeam",
                "step",
                NETWORK.text(),
                Integer.toString(NETWORK.batch()),
                rule,
                how,
                "mean");
    }

    private static Table measured(Race race) {
        var table = new Table("two ranks as processes on a loopback", "time", "of one rank's, 1 thread");
        table.row(
                String.format(Locale.ROOT, "mean of %,d floats over 2 ranks", FLOATS),
                Format.millis(race.median("sum")),
                Format.ABSENT);
        for (var rule : List.of(ADAMW, SHAMPOO)) {
            for (var name : List.of(
                    ALONE + rule,
                    "1 rank, 2 threads, " + rule,
                    PAIR + rule + ", replicated",
                    PAIR + rule + ", divided")) {
                var time = race.median(name);
                if (time.isPresent()) {
                    table.row(
                            NETWORK.text() + " at batch " + NETWORK.batch() + ", "
                                    + name.replace(ADAMW + ", replicated", ADAMW),
                            Format.millis(time),
                            Format.ratio(time.get(), race.median(ALONE + rule)));
                }
            }
        }
        table.row("widest spread of rounds", Format.percent(race.spread()), Format.ABSENT);
        return table;
    }

    private static Table modelled(Race race) {
        var link = new Link(
                race.share("sum", LATENCY).orElseThrow(),
                race.share("sum", BANDWIDTH).orElseThrow());
        double once = race.median(ALONE + ADAMW).orElseThrow() * 1e-9;
        double twice = race.median("twice").orElseThrow() * 1e-9;
        double gradient = Math.max(0, (twice - once) / NETWORK.batch());
        double update = Math.max(0, once - gradient * NETWORK.batch());
        var roots = new ArrayList<Root>();
        long parameters = 0;
        var widths = NETWORK.widths();
        for (int i = 1; i < widths.size(); i++) {
            roots.add(root(race, widths.get(i)));
            roots.add(root(race, widths.get(i - 1)));
            parameters += (long) widths.get(i) * (widths.get(i - 1) + 1);
        }
        var adamW = new CostModel(link, parameters, Float.BYTES, NETWORK.batch(), gradient, update, List.of(), EVERY);
        var shampoo = new CostModel(link, parameters, Float.BYTES, NETWORK.batch(), gradient, update, roots, EVERY);
        var table = new Table(
                String.format(
                        Locale.ROOT,
                        "P on paper: latency %.0f µs, %.2f GB/s, %.0f µs a gradient, update %.1f ms, roots %.0f ms",
                        link.latency() * 1e6,
                        link.bandwidth() * 1e-9,
                        gradient * 1e6,
                        update * 1e3,
                        roots.stream().mapToDouble(Root::seconds).sum() * 1e3),
                "ring",
                "doubling",
                "AdamW, 128 a rank: efficiency",
                "AdamW, 128 in all: efficiency",
                "Shampoo, 128 a rank, roots replicated",
                "roots divided");
        for (int ranks : List.of(1, 2, 4, 8, 16, 64, 256, 1000)) {
            table.row(
                    Integer.toString(ranks),
                    seconds(adamW.average(Average.RING, ranks)),
                    seconds(adamW.average(Average.DOUBLING, ranks)),
                    Format.percent(adamW.efficiency(Average.RING, Roots.REPLICATED, Scaling.WEAK, ranks)),
                    Format.percent(adamW.efficiency(Average.RING, Roots.REPLICATED, Scaling.STRONG, ranks)),
                    seconds(shampoo.step(Average.RING, Roots.REPLICATED, Scaling.WEAK, ranks)),
                    seconds(shampoo.step(Average.RING, Roots.DIVIDED, Scaling.WEAK, ranks)));
        }
        return table;
    }

    private static Root root(Race race, int n) {
        return new Root(race.median("root " + n).orElseThrow() * 1e-9, (double) n * n * Float.BYTES);
    }

    private static String seconds(double s) {
        return Format.millis(s * 1e9);
    }
}
