package org.guideddescent.bench.worker;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.guideddescent.compute.Ops;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.train.Optimizer;
import org.nd4j.linalg.api.buffer.DataType;

/** A rule on one long vector. Arguments: name of the rule, number of parameters. */
public final class OurRule {
    /**
     * A rule to time.
     *
     * @param name of the façade's method
     * @param rule with its defaults
     * @param states numbers remembered for each parameter
     * @param nd4j ND4J's updater of the same method, if it has one
     */
    public record Contestant(String name, Transform rule, int states, Optional<String> nd4j) {}

    /** Every elementwise rule of the façade, by name. */
    public static final Map<String, Contestant> RULES = rules();

    private OurRule() {}

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> {
            int n = Integer.parseInt(arguments[1]);
            var theta = ParamVector.zeros(Layout.vector(n), DataType.FLOAT);
            theta.flat().assign(Numbers.vector(n));
            var gradient = theta.copy();
            var optimizer = new Optimizer(RULES.get(arguments[0]).rule(), theta);
            return new Worker.Task(Ops.current().describe(), () -> optimizer.step(gradient, 1));
        });
    }

    private static Map<String, Contestant> rules() {
        var all = new LinkedHashMap<String, Contestant>();
        add(all, "sgd", Optimizers.sgd(1e-3), 0, "Sgd");
        add(all, "heavyBall", Optimizers.heavyBall(1e-3, 0.9), 1, "");
        add(all, "nesterov", Optimizers.nesterov(1e-3, 0.9), 1, "Nesterovs");
        add(all, "qhm", Optimizers.qhm(1e-3), 1, "");
        add(all, "aggMo", Optimizers.aggMo(1e-3), 3, "");
        add(all, "signDescent", Optimizers.signDescent(1e-3), 0, "");
        add(all, "signum", Optimizers.signum(1e-3), 1, "");
        add(all, "lion", Optimizers.lion(1e-3), 1, "");
        add(all, "adaGrad", Optimizers.adaGrad(1e-3), 1, "AdaGrad");
        add(all, "adaDelta", Optimizers.adaDelta(), 2, "AdaDelta");
        add(all, "rmsProp", Optimizers.rmsProp(1e-3), 1, "RmsProp");
        add(all, "centeredRmsProp", Optimizers.centeredRmsProp(1e-3), 2, "");
        add(all, "adam", Optimizers.adam(1e-3), 2, "Adam");
        add(all, "adamW", Optimizers.adamW(1e-3), 2, "");
        add(all, "nAdam", Optimizers.nAdam(1e-3), 2, "Nadam");
        add(all, "amsGrad", Optimizers.amsGrad(1e-3), 3, "AMSGrad");
        add(all, "adaMax", Optimizers.adaMax(1e-3), 2, "AdaMax");
        add(all, "rAdam", Optimizers.rAdam(1e-3), 2, "");
        add(all, "adaBelief", Optimizers.adaBelief(1e-3), 2, "AdaBelief");
        add(all, "yogi", Optimizers.yogi(1e-3), 2, "");
        add(all, "adan", Optimizers.adan(1e-3), 4, "");
        add(all, "laProp", Optimizers.laProp(1e-3), 2, "");
        add(all, "adopt", Optimizers.adopt(1e-3), 2, "");
        add(all, "adEmaMix", Optimizers.adEmaMix(1e-3, 0), 3, "");
        add(all, "simplifiedAdEmaMix", Optimizers.simplifiedAdEmaMix(1e-3, 2), 2, "");
        return Collections.unmodifiableMap(all);
    }

    private static void add(Map<String, Contestant> to, String name, Transform rule, int states, String nd4j) {
        to.put(name, new Contestant(name, rule, states, nd4j.isEmpty() ? Optional.empty() : Optional.of(nd4j)));
    }
}
