package org.guideddescent.scaling;

import java.util.random.RandomGenerator;
import org.guideddescent.model.Network;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.ParamVector;

/** A network of one size with its rule and its start: one point on the axis of a {@link CoordinateCheck}. */
public record Setup(Network network, Transform rule, Start start) {
    /** Writes first values. */
    @FunctionalInterface
    public interface Start {
        /** Overwrites theta. */
        void initialize(RandomGenerator random, ParamVector theta);
    }

    /** With the network's own first values, and the rule as it is: a control. */
    public static Setup of(Network network, Transform rule) {
        return new Setup(network, rule, network::initialize);
    }
}
