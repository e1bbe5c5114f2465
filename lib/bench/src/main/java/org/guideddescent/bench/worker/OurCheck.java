package org.guideddescent.bench.worker;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.guideddescent.compute.Ops;
import org.guideddescent.model.Mlp;
import org.guideddescent.model.Network;
import org.guideddescent.model.TeacherTask;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Rules;
import org.guideddescent.rule.Transform;
import org.guideddescent.scaling.CoordinateCheck;
import org.guideddescent.scaling.Parametrization;
import org.nd4j.linalg.api.buffer.DataType;

/** A coordinate check of perceptrons 32-n-n-10 under μP: three seeds, four steps, batches of 64. Arguments: widths, the rule's name. */
public final class OurCheck {
    private OurCheck() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> of(widths(arguments[0]), named(arguments[1])));
    }

    static Worker.Task of(List<Integer> widths, Transform rule) {
        var task = TeacherTask.of(new SplittableRandom(1));
        var probes = task.sample(8, 1_000_000, DataType.FLOAT);
        return new Worker.Task(Ops.current().describe(), () -> CoordinateCheck.of(
                        "width",
                        widths,
                        n -> Parametrization.muP()
                                .scale(network(widths.get(0)), network(n))
                                .setup(rule),
                        t -> task.sample(64, t, DataType.FLOAT),
                        probes,
                        CoordinateCheck.Protocol.DEFAULT)
                .orThrow());
    }

    private static List<Integer> widths(String text) {
        return List.of(text.split("-")).stream().map(Integer::valueOf).toList();
    }

    private static Network network(int width) {
        return Mlp.of(32, width, width, 10).zeroReadout();
    }

    private static Transform named(String rule) {
        return switch (rule) {
            case "adam" -> Optimizers.adam(0.01);
            case "sgd" -> Optimizers.sgd(0.1);
            case "muon" -> Rules.route(Rules.matrices(), Optimizers.muon(0.1)).otherwise(Optimizers.adam(0.01));
            default -> throw new IllegalArgumentException("no rule named '" + rule + "'; have adam, sgd, muon");
        };
    }
}
