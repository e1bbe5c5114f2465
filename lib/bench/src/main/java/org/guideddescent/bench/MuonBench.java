package org.guideddescent.bench;

import java.util.List;

/** A step of Muon on one square weight: how much of it its products need, and the same in torch. */
final class MuonBench {
    private static final String OURS = "ours";
    private static final String TORCH = "torch";
    private static final String GEMM = "gemm";

    private MuonBench() {}

    static Table run(Settings settings) {
        var programs = new Programs(settings);
        var table = new Table(
                "Muon step, weight",
                OURS,
                TORCH,
                "ours / torch (goal 0.45×)",
                "arithmetic at sgemm rate",
                "that part of ours (goal 85 %)",
                "widest spread of rounds");
        for (int n : List.of(256, 512, 1024)) {
            System.err.println("muon " + n);
            var size = Integer.toString(n);
            var race = Race.run(
                    settings,
                    List.of(
                            programs.ours(OURS, "OurMuon", size),
                            programs.torch(TORCH, "torch_muon.py", size),
                            programs.ours(GEMM, "OurGemm", size)));
            var ours = race.median(OURS);
            // Five steps, each of two symmetric products, which are half a product, and a whole one.
            var products = race.median(GEMM).map(t -> 10 * t);
            table.row(
                    n + "²",
                    Format.millis(ours),
                    Format.millis(race.median(TORCH)),
                    ours.map(o -> Format.ratio(o, race.median(TORCH))).orElse(Format.ABSENT),
                    Format.millis(products),
                    ours.flatMap(o -> products.map(p -> Format.percent(p / o))).orElse(Format.ABSENT),
                    Format.percent(race.spread()));
        }
        return table;
    }
}
