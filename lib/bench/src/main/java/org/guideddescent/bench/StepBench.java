package org.guideddescent.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One AdamW training step of a perceptron with ReLU and softmax cross-entropy, ours against both builds of PyTorch. */
final class StepBench {
    private static final String OURS = "ours";
    private static final String PRODUCTS = "products";
    private static final String SGEMM = "sgemm 1024²";
    private static final String DJL = "DJL";
    private static final String TORCH = "torch";
    private static final double SGEMM_FLOPS = 2.0 * 1024 * 1024 * 1024;

    private record Goal(Shape shape, String atMost) {}

    private static final List<Goal> GOALS = List.of(
            new Goal(new Shape(List.of(784, 512, 512, 10), 128), "0.6×"),
            new Goal(new Shape(List.of(64, 64, 64, 10), 32), "0.1×"),
            new Goal(new Shape(List.of(784, 2048, 2048, 10), 128), "0.2×"));

    private StepBench() {}

    static Table run(Settings settings) {
        var table = new Table(
                "AdamW step",
                OURS,
                "DJL on PyTorch",
                "python3-torch",
                "ours / faster peer",
                "goal",
                "arithmetic at sgemm rate",
                "its share of the step",
                "products alone at",
                "widest spread of rounds");
        GOALS.forEach(goal -> row(settings, goal, table));
        return table;
    }

    private static void row(Settings settings, Goal goal, Table table) {
        var shape = goal.shape();
        var programs = new Programs(settings);
        var arguments = new String[] {shape.text(), Integer.toString(shape.batch())};
        System.err.println("step " + shape.text() + " at batch " + shape.batch());
        var race = Race.run(
                settings,
                List.of(
                        programs.ours(OURS, "OurStep", arguments[0], arguments[1], "adamW"),
                        programs.djl(DJL, "DjlStep", arguments),
                        programs.torch(TORCH, "torch_step.py", arguments),
                        programs.ours(PRODUCTS, "OurProducts", arguments),
                        programs.ours(SGEMM, "OurGemm", "1024")));
        var ours = race.median(OURS);
        Optional<Double> peer =
                Stream.of(DJL, TORCH).flatMap(n -> race.median(n).stream()).min(Double::compare);
        var arithmetic = race.median(SGEMM).map(t -> shape.flops() * t / SGEMM_FLOPS);
        table.row(
                shape.text() + " at batch " + shape.batch(),
                Format.millis(ours),
                Format.millis(race.median(DJL)),
                Format.millis(race.median(TORCH)),
                ours.map(o -> Format.ratio(o, peer)).orElse(Format.ABSENT),
                goal.atMost(),
                Format.millis(arithmetic),
                share(arithmetic, ours),
                share(arithmetic, race.median(PRODUCTS)),
                Format.percent(race.spread()));
    }

    private static String share(Optional<Double> part, Optional<Double> whole) {
        return part.flatMap(p -> whole.map(w -> Format.percent(p / w))).orElse(Format.ABSENT);
    }
}
