package org.guideddescent.train;

import org.guideddescent.objective.Batch;
import org.guideddescent.rule.Slots;
import org.guideddescent.space.ParamVector;

/**
 * A monitor of the training itself: a named number at a step. A recipe, as a rule is: {@link #bind} makes the memory, which is in
 * {@link Slots}, so that a resumed run reads what an undisturbed one would. Its text belongs to the run: use records.
 *
 * <p>Norms of single parameters, or at a place inside a rule, are read by {@code Rules.monitor}, which is a rule itself.
 */
public interface Gauge {
    /** {@return the name under which its readings are recorded} */
    String name();

    /** {@return whether it has no reading where a step is one micro-batch} */
    default boolean comparesParts() {
        return false;
    }

    /**
     * Its memory for a run.
     *
     * @param theta the weights of the run: not modified
     * @param slots what must survive a checkpoint goes into its state
     * @return what is shown the steps and gives the readings
     */
    Meter bind(ParamVector theta, Slots slots);

    /** A gauge at work. At a step that is read it is shown everything, in this order; it allocates nothing. */
    interface Meter {
        /**
         * The gradient of one micro-batch at the weights before the step.
         *
         * @param batch the micro-batch's examples
         * @param gradient their mean gradient: not modified
         */
        default void part(Batch batch, ParamVector gradient) {}

        /**
         * The gradient of the step, the mean of its micro-batches'.
         *
         * @param gradient of the whole step: not modified
         */
        default void before(ParamVector gradient) {}

        /**
         * Reads the gauge, after the weights moved.
         *
         * @return the reading; NaN if this step has none
         */
        double after();
    }

    /** {@return ‖g‖₂ of the step's gradient, before any rule; named "gradient norm"} */
    static Gauge gradientNorm() {
        return new GradientNorm();
    }

    /** {@return ‖θ_t − θ_{t−1}‖₂ / ‖θ_{t−1}‖₂; zero where the weights are; named "update ratio"} One vector of memory. */
    static Gauge updateRatio() {
        return new UpdateRatio();
    }

    /** {@return the examples in the batch of the step; named "batch size"} */
    static Gauge batchSize() {
        return new BatchSize();
    }

    /**
     * {@return the simple noise scale tr Σ / |G|² in examples, from the micro-batches of a step; named "noise scale"}
     *
     * @param decay of the two running means, from 0 to below 1
     */
    static Gauge noiseScale(double decay) {
        return new GradientNoise(decay);
    }
}
