package org.guideddescent.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Whole-program benchmarks against peers, by name, or {@code all}. */
public final class Bench {
    private static final String USAGE =
            "usage: gemm | step | adamw | rules | muon | matrix | parts | models | scaling | sweep | parallel | kernel | all  [--quick] [--rounds=n] [--threads=n]";

    private Bench() {}

    /** Prints one Markdown table for each benchmark; progress goes to the standard error stream. */
    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println(USAGE);
            System.exit(2);
        }
        try {
            var settings = Settings.parse(Arrays.asList(args).subList(1, args.length));
            System.out.println(machine(settings));
            switch (args[0]) {
                case "gemm" -> print(settings, List.of(GemmBench::run));
                case "step" -> print(settings, List.of(StepBench::run));
                case "adamw" -> print(settings, List.of(AdamWBench::run));
                case "rules" -> print(settings, List.of(RulesBench::run));
                case "muon" -> print(settings, List.of(MuonBench::run));
                case "matrix" -> print(settings, List.of(MatrixBench::run));
                case "parts" -> print(settings, List.of(PartsBench::rules, PartsBench::layers));
                case "models" -> print(settings, List.of(ModelsBench::steps, ModelsBench::curvature));
                case "scaling" -> print(settings, List.of(ScalingBench::run));
                case "sweep" -> print(settings, List.of(SweepBench::run));
                case "parallel" -> parallel(settings);
                case "kernel" -> kernel();
                case "all" -> {
                    print(
                            settings,
                            List.of(
                                    GemmBench::run,
                                    StepBench::run,
                                    AdamWBench::run,
                                    RulesBench::run,
                                    MuonBench::run,
                                    MatrixBench::run,
                                    PartsBench::rules,
                                    PartsBench::layers,
                                    ModelsBench::steps,
                                    ModelsBench::curvature,
                                    ScalingBench::run,
                                    SweepBench::run));
                    parallel(settings);
                    kernel();
                }
                default -> throw new IllegalArgumentException("no benchmark '" + args[0] + "'; " + USAGE);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void print(Settings settings, List<Function<Settings, Table>> benchmarks) {
        benchmarks.forEach(b -> System.out.println(b.apply(settings)));
    }

    private static void parallel(Settings settings) {
        ParallelBench.run(settings).forEach(System.out::println);
    }

    private static void kernel() {
        System.out.println(
                "The kernel's start and cell times are measured by its own script, environment/kernel/bench.\n");
    }

    private static String machine(Settings settings) {
        var steered = System.getenv().keySet().stream()
                .filter(v -> v.startsWith("OPENBLAS_"))
                .sorted()
                .toList();
        return "Java " + Runtime.version() + ", " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, " + settings + "\n"
                + (steered.isEmpty()
                        ? ""
                        : "Note: " + steered + " set, so OpenBLAS does not choose its kernels by itself.\n");
    }
}
