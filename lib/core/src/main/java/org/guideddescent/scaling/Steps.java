package org.guideddescent.scaling;

import java.util.Optional;
import java.util.SplittableRandom;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Oracle;
import org.guideddescent.rule.Plan;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.buffer.DataType;

/** A setup at training: the weights, and steps one at a time. Numbers that are not finite are let through, to be measured. */
final class Steps {
    private final Setup setup;
    private final ParamVector theta;
    private final ParamVector gradient;
    private final Plan plan;
    private long taken;

    /** From the first values that a seed draws. */
    Steps(Setup setup, DataType type, long seed) {
        this.setup = setup;
        theta = ParamVector.zeros(setup.network().layout(), type);
        setup.start().initialize(new SplittableRandom(seed), theta);
        gradient = theta.like();
        plan = Plan.bind(setup.rule(), Ops.current(), theta, gradient, new Slots(type));
    }

    /** The weights, which steps modify. */
    ParamVector weights() {
        return theta;
    }

    /** A step on the batch. */
    void take(Batch batch) {
        taken++;
        var observers = plan.observers();
        double loss = setup.network().gradient(theta, batch, gradient, tape -> observers.forEach(o -> o.see(tape)));
        plan.apply(new Step(taken, loss, Optional.of(new Oracle(setup.network(), batch))));
    }
}
