package org.guideddescent.dl4j;

import java.util.Map;
import java.util.Objects;
import org.guideddescent.rule.PackedRule;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A rule in the configuration of a DL4J network, where an {@code Adam} would stand. It keeps the rule in the model's file and
 * reserves room for its memory there; the step is taken by the {@link NetworkOptimizer} that is attached to the network. A
 * network that has this and no optimizer refuses to train, in words.
 *
 * <p>DL4J gives updaters room in proportion to the number of weights, so each weight has {@code room} numbers.
 */
public final class RuleUpdater implements IUpdater {
    private static final long serialVersionUID = 1L;

    /** The rule, as {@link PackedRule} writes it. */
    private final String rule;

    /** Numbers of state for each weight. */
    private final int room;

    /** Roles that were given, by DL4J's name of a parameter. */
    @SuppressWarnings("serial") // Map.copyOf, of strings and enums.
    private final Map<String, Role> roles;

    /** For Jackson. */
    RuleUpdater(
            @JsonProperty("rule") String rule,
            @JsonProperty("room") int room,
            @JsonProperty("roles") Map<String, Role> roles) {
        this.rule = rule;
        this.room = room;
        this.roles = Map.copyOf(roles);
    }

    static RuleUpdater of(Transform rule, Map<String, Role> roles, int room) {
        return new RuleUpdater(PackedRule.text(rule), room, roles);
    }

    /**
     * {@return the rule}
     *
     * @throws IllegalArgumentException if another version of the library wrote it and this one cannot read it
     */
    public Transform rule() {
        return PackedRule.rule(rule);
    }

    Map<String, Role> roles() {
        return roles;
    }

    /** The rule for people, or why it cannot be read. */
    String ruleText() {
        try {
            return rule().toString();
        } catch (IllegalArgumentException e) {
            return "a rule of another version of this library";
        }
    }

    @Override
    public long stateSize(long numParams) {
        return room * numParams;
    }

    @Override
    public GradientUpdater<RuleUpdater> instantiate(INDArray viewArray, boolean initializeViewArray) {
        if (viewArray != null && initializeViewArray) {
            viewArray.assign(0);
        }
        return new RuleGate(this);
    }

    @Override
    public GradientUpdater<RuleUpdater> instantiate(Map<String, INDArray> updaterState, boolean initializeStateArrays) {
        throw new IllegalStateException("a RuleUpdater belongs to a DL4J network; train a SameDiff graph with "
                + "org.guideddescent.samediff instead");
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return Double.NaN;
    }

    /** {@return false: a rule has rates of its own, which may differ among parameters} */
    @Override
    public boolean hasLearningRate() {
        return false;
    }

    @Override
    public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
        throw new IllegalStateException("the learning rate is a part of the rule, for example adamW(" + lr
                + "); attach a NetworkOptimizer with another rule");
    }

    @Override
    @SuppressWarnings({"MethodDoesntCallSuperMethod", "CloneDoesNotCallSuperClone"}) // It never changes.
    public IUpdater clone() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RuleUpdater that
                && rule.equals(that.rule)
                && room == that.room
                && roles.equals(that.roles);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rule, room, roles);
    }

    @Override
    public String toString() {
        return "RuleUpdater[" + ruleText() + "]";
    }
}
