package org.guideddescent.samediff;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.guideddescent.rule.PackedRule;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A rule in the training configuration of a graph, where an {@code Adam} would stand: it keeps the rule and its memory in the
 * graph's file. The step is taken by the {@link GraphOptimizer} that is attached to the graph; a graph that has this and no
 * optimizer refuses to train, in words, and a file that is written of it still holds the memory that was read.
 */
public final class RuleUpdater implements IUpdater {
    private static final long serialVersionUID = 1L;

    /** The rule, as {@link PackedRule} writes it. */
    private final String rule;

    /** Roles that were given, by the name of a variable. */
    @SuppressWarnings("serial") // Map.copyOf, of strings and enums.
    private final Map<String, Role> roles;

    /** What a file held, until an optimizer takes it. */
    private final transient Map<String, INDArray> found = new LinkedHashMap<>();

    private transient Optional<GraphOptimizer> optimizer = Optional.empty();
    private transient Optional<RuleGate> keeper = Optional.empty();

    /** For Jackson. */
    RuleUpdater(@JsonProperty("rule") String rule, @JsonProperty("roles") Map<String, Role> roles) {
        this.rule = rule;
        this.roles = Map.copyOf(roles);
    }

    static RuleUpdater of(Transform rule, Map<String, Role> roles) {
        return new RuleUpdater(PackedRule.text(rule), roles);
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

    void attach(GraphOptimizer to) {
        optimizer = Optional.of(to);
    }

    boolean isAttached() {
        return optimizer.isPresent() && optimizer.get().listens();
    }

    /** What the file held. */
    Map<String, INDArray> found() {
        return found;
    }

    /** What a file gets from a gate: everything from one of them, nothing from the others. */
    Map<String, INDArray> stateOf(RuleGate gate) {
        if (!keeper.equals(Optional.of(gate))) {
            return Map.of();
        }
        return optimizer.map(GraphOptimizer::remembered).orElse(found);
    }

    private RuleGate gate() {
        var gate = new RuleGate(this);
        if (keeper.isEmpty()) {
            keeper = Optional.of(gate);
        }
        return gate;
    }

    @Override
    public long stateSize(long numParams) {
        return 0;
    }

    @Override
    public GradientUpdater<RuleUpdater> instantiate(INDArray viewArray, boolean initializeViewArray) {
        return gate();
    }

    @Override
    public GradientUpdater<RuleUpdater> instantiate(Map<String, INDArray> updaterState, boolean initializeStateArrays) {
        found.putAll(updaterState);
        return gate();
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return Double.NaN;
    }

    /** {@return false: a rule has rates of its own, which may differ among variables} */
    @Override
    public boolean hasLearningRate() {
        return false;
    }

    @Override
    public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
        throw new IllegalStateException("the learning rate is a part of the rule, for example adamW(" + lr
                + "); attach a GraphOptimizer with another rule");
    }

    @Override
    @SuppressWarnings({"MethodDoesntCallSuperMethod", "CloneDoesNotCallSuperClone"
    }) // A copy of the recipe without the optimizer.
    public IUpdater clone() {
        return new RuleUpdater(rule, roles);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RuleUpdater that && rule.equals(that.rule) && roles.equals(that.roles);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rule, roles);
    }

    @Override
    public String toString() {
        return "RuleUpdater[" + ruleText() + "]";
    }
}
