package org.guideddescent.scaling;

import java.util.random.RandomGenerator;
import org.guideddescent.model.Network;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.ParamVector;

/**
 * A network of one size with its rule and its start: one point on the axis of a {@link CoordinateCheck}.
 *
 * @param network what is trained
 * @param rule the rule that trains it
 * @param start first values of its parameters
 */
public record Setup(Network network, Transform rule, Start start) {
    /** Writes first values. */
    @FunctionalInterface
    public interface Start {
        /**
         * Overwrites theta with first values.
         *
         * @param random where the random numbers come from
         * @param theta parameters of the network's layout, overwritten
         */
        void initialize(RandomGenerator random, ParamVector theta);
    }

    /**
     * {@return a setup with the network's own first values, and the rule as it is: a control}
     *
     * @param network what is trained
     * @param rule the rule that trains it
     */
    public static Setup of(Network network, Transform rule) {
        return new Setup(network, rule, network::initialize);
    }
}
