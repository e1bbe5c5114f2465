package org.guideddescent.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whole models: an AdamW training step against torch's, and products with the curvature against a gradient. */
final class ModelsBench {
    private static final String OURS = "ours";
    private static final String TORCH = "torch";
    private static final String SGEMM = "sgemm 1024²";
    private static final double SGEMM_FLOPS = 2.0 * 1024 * 1024 * 1024;
    private static final List<String> PASSES = List.of("gradient", "hessian", "ggn");

    private record Goal(Subject subject, String how, String atMost, String script, List<String> arguments) {
        String title() {
            return subject.title() + how;
        }
    }

    private static final List<Goal> GOALS = List.of(
            new Goal(Subject.GPT, "", "0.5×", "torch_gpt.py", List.of("81", "128", "4", "4", "64", "16")),
            new Goal(Subject.CONVNET, "", "1×", "torch_convnet.py", List.of("28", "10", "64", "relu")),
            new Goal(
                    Subject.CONVNET,
                    "; torch's pools come before its ReLUs, as ours do",
                    Format.ABSENT,
                    "torch_convnet.py",
                    List.of("28", "10", "64", "pool")));

    private ModelsBench() {}

    /** Training steps. */
    static Table steps(Settings settings) {
        var table = new Table(
                "AdamW step",
                OURS,
                "python3-torch",
                "ours / torch",
                "goal",
                "arithmetic at sgemm rate",
                "its share of the step",
                "activations",
                "widest spread of rounds");
        GOALS.forEach(goal -> row(settings, goal, table));
        return table;
    }

    private static void row(Settings settings, Goal goal, Table table) {
        var subject = goal.subject();
        var programs = new Programs(settings);
        System.err.println("step of " + goal.title());
        var race = Race.run(
                settings,
                List.of(
                        pass(programs, OURS, subject, "step"),
                        programs.torch(TORCH, goal.script(), goal.arguments().toArray(String[]::new)),
                        programs.ours(SGEMM, "OurGemm", "1024")));
        var ours = race.median(OURS);
        var arithmetic = race.median(SGEMM).map(t -> subject.flops() * t / SGEMM_FLOPS);
        table.row(
                goal.title(),
                Format.millis(ours),
                Format.millis(race.median(TORCH)),
                ours.map(o -> Format.ratio(o, race.median(TORCH))).orElse(Format.ABSENT),
                goal.atMost(),
                Format.millis(arithmetic),
                arithmetic.flatMap(a -> ours.map(o -> Format.percent(a / o))).orElse(Format.ABSENT),
                race.share(OURS, "activations").map(Format::megabytes).orElse(Format.ABSENT),
                Format.percent(race.spread()));
    }

    /** Products of the Hessian and the Gauss–Newton matrix with a vector. */
    static Table curvature(Settings settings) {
        var table = new Table(
                "one pass over a batch",
                "gradient",
                "Hessian product",
                "of a gradient (goal 4×)",
                "GGN product",
                "of a gradient (goal 4×)",
                "widest spread of rounds");
        for (var subject : Subject.values()) {
            row(settings, subject, table);
        }
        return table;
    }

    private static void row(Settings settings, Subject subject, Table table) {
        var programs = new Programs(settings);
        System.err.println("products with the curvature of " + subject.title());
        var race = Race.run(
                settings,
                PASSES.stream().map(p -> pass(programs, p, subject, p)).toList());
        var gradient = race.median("gradient");
        var hessian = race.median("hessian");
        var ggn = race.median("ggn");
        table.row(
                subject.title(),
                Format.millis(gradient),
                Format.millis(hessian),
                of(hessian, gradient),
                Format.millis(ggn),
                of(ggn, gradient),
                Format.percent(race.spread()));
    }

    private static String of(Optional<Double> time, Optional<Double> gradient) {
        return time.map(t -> Format.ratio(t, gradient)).orElse(Format.ABSENT);
    }

    private static Entry pass(Programs programs, String name, Subject subject, String pass) {
        return programs.ours(name, "OurModel", subject.name().toLowerCase(Locale.ROOT), pass);
    }
}
