package org.guideddescent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a training step of a rule with factors is made of; and K-FAC's factors against their layer's own products. */
final class PartsBench {
    private static final Shape NETWORK = new Shape(List.of(784, 512, 512, 10), 128);
    private static final String KFAC = "kfac10";
    private static final String FACTORS = "factors";
    private static final List<String> PARTS = List.of("gradient", "drawn", FACTORS, "refresh", "apply", "rest");

    /** Some forty steps of the slowest, so that every turn has its refreshes. */
    private static final int TURN_MILLIS = 2000;

    private PartsBench() {}

    /** Shares of a step. */
    static Table rules(Settings settings) {
        System.err.println("parts of a step of " + NETWORK.text());
        var longer = longer(settings);
        var programs = new Programs(longer);
        var rules = List.of("shampoo", "soap", KFAC, "ekfac10");
        var race = Race.run(
                longer, rules.stream().map(r -> parts(programs, r, NETWORK, r)).toList());
        var table = new Table(
                "training step, " + NETWORK.text() + " at batch " + NETWORK.batch() + ", refreshes every 10 steps",
                "time",
                "gradient",
                "gradient on drawn targets",
                FACTORS,
                "roots, inverses, bases",
                "applying them",
                "rest");
        for (var rule : rules) {
            var cells = new ArrayList<String>();
            cells.add(rule);
            cells.add(Format.millis(race.median(rule)));
            for (var part : PARTS) {
                cells.add(race.share(rule, part).map(Format::percent).orElse(Format.ABSENT));
            }
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    /** K-FAC's factors of each layer against the products of the layer's forward and backward pass: alone, and within a step. */
    static Table layers(Settings settings) {
        System.err.println("factors of the layers of " + NETWORK.text());
        var layers = new ArrayList<Shape>();
        for (int i = 1; i < NETWORK.widths().size(); i++) {
            layers.add(new Shape(NETWORK.widths().subList(i - 1, i + 1), NETWORK.batch()));
        }
        layers.add(NETWORK);
        var longer = longer(settings);
        var alone = Race.run(settings, entries(layers, s -> alone(new Programs(settings), s)));
        var within = Race.run(longer, entries(layers, s -> within(new Programs(longer), s)));
        var table = new Table(
                "layer at batch " + NETWORK.batch(),
                "K-FAC's factors alone, caches cold",
                "products of its forward and backward pass, caches cold",
                "factors / products (goal 1×)",
                "factors within a step",
                "products, caches warm",
                "the ratio of these",
                "widest spread of rounds alone");
        for (var layer : layers) {
            row(layer, alone, within, table);
        }
        return table;
    }

    private static List<Entry> entries(List<Shape> layers, Function<Shape, Stream<Entry>> each) {
        return layers.stream().flatMap(each).toList();
    }

    private static Stream<Entry> alone(Programs programs, Shape shape) {
        return Stream.of(
                programs.ours(FACTORS + shape.text(), "OurFactors", shape.text(), Integer.toString(shape.batch())),
                products(programs, shape, "cold"));
    }

    private static Stream<Entry> within(Programs programs, Shape shape) {
        return Stream.of(parts(programs, FACTORS + shape.text(), shape, KFAC), products(programs, shape, "mean"));
    }

    private static Entry products(Programs programs, Shape shape, String how) {
        return programs.ours(
                shape.text(),
                "OurProducts",
                shape.text(),
                Integer.toString(shape.batch()),
                isInner(shape) ? "inner" : "outer",
                how);
    }

    // Only the first layer of the network needs no gradient of its inputs.
    private static boolean isInner(Shape layer) {
        return !layer.widths().get(0).equals(NETWORK.widths().get(0));
    }

    private static void row(Shape shape, Race alone, Race within, Table table) {
        var name = FACTORS + shape.text();
        var factors = alone.median(name);
        var products = alone.median(shape.text());
        Optional<Double> part =
                within.median(name).flatMap(t -> within.share(name, FACTORS).map(s -> s * t));
        var warm = within.median(shape.text());
        table.row(
                shape.text(),
                Format.millis(factors),
                Format.millis(products),
                factors.map(f -> Format.ratio(f, products)).orElse(Format.ABSENT),
                Format.millis(part),
                Format.millis(warm),
                part.map(f -> Format.ratio(f, warm)).orElse(Format.ABSENT),
                Format.percent(alone.spread()));
    }

    private static Settings longer(Settings settings) {
        return new Settings(settings.rounds(), settings.warmMillis(), TURN_MILLIS, settings.threads());
    }

    private static Entry parts(Programs programs, String name, Shape shape, String rule) {
        return programs.ours(name, "OurParts", shape.text(), Integer.toString(shape.batch()), rule, "mean");
    }
}
