package org.guideddescent.bench.worker;

import java.io.IOException;
import org.guideddescent.compute.Ops;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.train.Optimizer;
import org.nd4j.linalg.api.buffer.DataType;

/** A rule on one long vector. Arguments: name of the façade's method, number of parameters. */
public final class OurRule {
    private OurRule() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            int n = Integer.parseInt(arguments[1]);
            var theta = ParamVector.zeros(Layout.vector(n), DataType.FLOAT);
            theta.flat().assign(Numbers.vector(n));
            var gradient = theta.copy();
            var optimizer = new Optimizer(named(arguments[0]), theta);
            return new Worker.Task(Ops.current().describe(), () -> optimizer.step(gradient, 1));
        });
    }

    private static Transform named(String rule) {
        return switch (rule) {
            case "sgd" -> Optimizers.sgd(1e-3);
            case "heavyBall" -> Optimizers.heavyBall(1e-3, 0.9);
            case "nesterov" -> Optimizers.nesterov(1e-3, 0.9);
            case "qhm" -> Optimizers.qhm(1e-3);
            case "aggMo" -> Optimizers.aggMo(1e-3);
            case "signDescent" -> Optimizers.signDescent(1e-3);
            case "signum" -> Optimizers.signum(1e-3);
            case "lion" -> Optimizers.lion(1e-3);
            case "adaGrad" -> Optimizers.adaGrad(1e-3);
            case "adaDelta" -> Optimizers.adaDelta();
            case "rmsProp" -> Optimizers.rmsProp(1e-3);
            case "centeredRmsProp" -> Optimizers.centeredRmsProp(1e-3);
            case "adam" -> Optimizers.adam(1e-3);
            case "adamW" -> Optimizers.adamW(1e-3);
            case "nAdam" -> Optimizers.nAdam(1e-3);
            case "amsGrad" -> Optimizers.amsGrad(1e-3);
            case "adaMax" -> Optimizers.adaMax(1e-3);
            case "rAdam" -> Optimizers.rAdam(1e-3);
            case "adaBelief" -> Optimizers.adaBelief(1e-3);
            case "yogi" -> Optimizers.yogi(1e-3);
            case "adan" -> Optimizers.adan(1e-3);
            case "laProp" -> Optimizers.laProp(1e-3);
            case "adopt" -> Optimizers.adopt(1e-3);
            case "adEmaMix" -> Optimizers.adEmaMix(1e-3, 0);
            case "simplifiedAdEmaMix" -> Optimizers.simplifiedAdEmaMix(1e-3, 2);
            default -> throw new IllegalArgumentException("no rule named '" + rule + "'");
        };
    }
}
