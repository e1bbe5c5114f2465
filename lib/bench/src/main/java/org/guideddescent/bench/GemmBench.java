package org.guideddescent.bench;

import java.util.List;

/** Square float products: our route to the OpenBLAS that we pin, against ND4J as it ships. */
final class GemmBench {
    private static final String OURS = "ours";
    private static final String SHIPPED = "ND4J as shipped";

    private GemmBench() {}

    static Table run(Settings settings) {
        var programs = new Programs(settings);
        var table = new Table("sgemm, GFLOP/s", OURS, SHIPPED, "ours / shipped", "widest spread of rounds");
        for (int n : List.of(128, 256, 512, 1024)) {
            System.err.println("gemm " + n);
            var size = Integer.toString(n);
            var race = Race.run(
                    settings,
                    List.of(programs.ours(OURS, "OurGemm", size), programs.shipped(SHIPPED, "Nd4jGemm", size)));
            double flops = 2.0 * n * n * n;
            var ours = race.median(OURS).map(t -> flops / t);
            var shipped = race.median(SHIPPED).map(t -> flops / t);
            table.row(
                    n + "²",
                    ours.map(Format::significant).orElse(Format.ABSENT),
                    shipped.map(Format::significant).orElse(Format.ABSENT),
                    ours.map(o -> Format.ratio(o, shipped)).orElse(Format.ABSENT),
                    Format.percent(race.spread()));
        }
        return table;
    }
}
