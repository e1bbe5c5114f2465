package org.guideddescent.samediff;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.train.Optimizer;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A rule that trains a graph of SameDiff.
 * <pre>{@code
 *   graph.setTrainingConfig(TrainingConfig.builder().updater(new Sgd())
 *           .dataSetFeatureMapping("x").dataSetLabelMapping("y").build());
 *   GraphOptimizer.attach(graph, route(matrices(), muon(0.02)).otherwise(adamW(3e-4)));
 *   graph.fit(iterator, epochs);
 * }</pre>
 * From then on {@code fit} takes its steps, whatever updater the configuration named. L1, L2 and listeners work as before; a
 * variable has the window and the role that {@link SameDiffObjective} would give it. Steps are counted by the rule: schedules begin
 * at its own step 1.
 *
 * <p>{@code graph.save(file, true)} writes the rule and its memory with the graph. A graph that {@code SameDiff.load(file, true)}
 * read goes on with {@link #attach(SameDiff)}, bitwise as if it had not stopped.
 *
 * <p>Rules that ask for more than a gradient, such as SAM and K-FAC, are refused; use {@link SameDiffObjective} with our trainer
 * for those that ask for the loss elsewhere. A loss or gradient that is not finite stops {@code fit} with a {@code
 * DivergenceException}, and the graph keeps the weights from before the step. Serves one thread.
 */
public final class GraphOptimizer {
    private static final String STEPS = "steps";

    private final SameDiff graph;
    private final List<GraphParameter> parameters;
    private final Map<String, GraphParameter> byName;
    private final Optimizer optimizer;
    private final Collector collector = new Collector();
    private final Set<String> seen = new HashSet<>();
    private String origin = "no steps were taken before";

    private GraphOptimizer(SameDiff graph, List<GraphParameter> parameters, Transform rule) {
        this.graph = graph;
        this.parameters = parameters;
        byName = parameters.stream().collect(Collectors.toMap(GraphParameter::name, p -> p));
        var builder = Layout.builder();
        parameters.forEach(p -> p.declare(builder));
        optimizer = new Optimizer(
                rule,
                ParamVector.zeros(builder.build(), parameters.get(0).variable().dataType()));
        if (!optimizer.needs().isEmpty()) {
            throw new IllegalArgumentException(rule + " needs "
                    + optimizer.needs().iterator().next().what()
                    + ", which SameDiff's training does not give; train with a rule that needs gradients only, or "
                    + "make the graph a SameDiffObjective");
        }
    }

    /**
     * Has the rule train the graph.
     *
     * @param graph with a training configuration, whose updater is replaced, and a loss
     * @param rule any rule that needs gradients only
     * @return the optimizer, to look into; the graph holds it
     * @throws IllegalStateException if the graph has no training configuration or no loss
     * @throws IllegalArgumentException if the rule does not fit the variables; the graph is then as it was
     */
    public static GraphOptimizer attach(SameDiff graph, Transform rule) {
        return attach(graph, rule, Map.of());
    }

    /**
     * As {@link #attach(SameDiff, Transform)}, where the roles that are guessed do not fit: vectors are biases, the last matrix is
     * the output, the first the input, those between are hidden.
     *
     * @param graph with a training configuration, whose updater is replaced, and a loss
     * @param rule any rule that needs gradients only
     * @param roles by the name of a variable; an {@code EMBEDDING} keeps its shape [tokens × width], other matrices [in × out]
     *     are seen as [out × in]
     * @return the optimizer
     */
    public static GraphOptimizer attach(SameDiff graph, Transform rule, Map<String, Role> roles) {
        return attach(graph, Optional.of(rule), roles);
    }

    /**
     * Goes on with the rule that is in the graph's configuration, where {@code SameDiff.load} found it.
     *
     * @param graph read with its updater state from a file that was written while an optimizer was attached
     * @return the optimizer
     * @throws IllegalStateException if the configuration has no rule
     */
    public static GraphOptimizer attach(SameDiff graph) {
        return attach(graph, Optional.empty(), Map.of());
    }

    private static GraphOptimizer attach(SameDiff graph, Optional<Transform> wanted, Map<String, Role> wantedRoles) {
        var config = graph.getTrainingConfig();
        if (config == null) {
            throw new IllegalStateException(
                    "this graph has no training configuration, so SameDiff does not know which data go where; "
                            + "call graph.setTrainingConfig(…) before attaching a rule");
        }
        var before = config.getUpdater();
        if (wanted.isEmpty() && !(before instanceof RuleUpdater)) {
            throw new IllegalStateException("there is no rule in this graph's configuration, which has "
                    + (before == null ? "no updater" : before)
                    + "; attach one: GraphOptimizer.attach(graph, adamW(1e-3))");
        }
        refuse(config);
        var carried = before instanceof RuleUpdater r ? Optional.of(r) : Optional.<RuleUpdater>empty();
        var rule = wanted.orElseGet(() -> carried.orElseThrow().rule());
        var roles = wanted.isPresent() ? wantedRoles : carried.orElseThrow().roles();
        var updater = RuleUpdater.of(rule, roles);
        var optimizer = new GraphOptimizer(graph, parameters(graph, roles), rule);
        optimizer.begin(config, before, updater, carried);
        updater.attach(optimizer);
        config.setUpdater(updater);
        if (graph.isInitializedTraining()) {
            // A graph that was trained or loaded keeps the updaters of then, whatever the configuration says.
            graph.getUpdaterMap().replaceAll((name, old) -> updater.instantiate((INDArray) null, true));
        }
        graph.getListeners().removeIf(Collector.class::isInstance);
        graph.addListeners(optimizer.collector);
        return optimizer;
    }

    private static void refuse(TrainingConfig config) {
        if (!config.isMinimize()) {
            throw new IllegalArgumentException(
                    "this graph is configured with minimize(false); rules descend, so give it the "
                            + "negative of its loss");
        }
        if (config.getRegularization() != null) {
            for (var r : config.getRegularization()) {
                if (r.applyStep() == Regularization.ApplyStep.POST_UPDATER) {
                    throw new IllegalArgumentException(
                            "the graph is configured with " + r
                                    + ", which SameDiff multiplies by a learning rate that it cannot see in a rule; remove it and write "
                                    + "chain(…, decoupledWeightDecay(λ)) in the rule, for example adamW(1e-3) which has it already");
                }
            }
        }
    }

    private static List<GraphParameter> parameters(SameDiff graph, Map<String, Role> roles) {
        var losses = graph.getLossVariables();
        if (losses == null || losses.isEmpty()) {
            throw new IllegalStateException("this graph has no loss; call graph.setLossVariables(\"loss\")");
        }
        var leaves = GraphLeaves.of(graph, losses);
        leaves.requireTrainable(losses.toString());
        for (var name : roles.keySet()) {
            if (leaves.variables().stream().noneMatch(v -> v.name().equals(name))) {
                throw new IllegalArgumentException("no variable named '" + name + "' is trained; have "
                        + leaves.variables().stream().map(SDVariable::name).toList());
            }
        }
        return leaves.parameters().stream()
                .map(p -> {
                    var role = roles.getOrDefault(p.name(), p.role());
                    return role == Role.EMBEDDING ? p.with(role).asStored() : p.with(role);
                })
                .toList();
    }

    private void begin(TrainingConfig config, IUpdater before, RuleUpdater now, Optional<RuleUpdater> carried) {
        var found = carried.map(RuleUpdater::found).orElse(Map.of());
        if (carried.equals(Optional.of(now)) && !found.isEmpty()) {
            restore(found);
            origin = "goes on after step " + optimizer.steps();
        } else if (config.getIterationCount() > 0) {
            int n = config.getIterationCount();
            origin = "begins at step 1 and remembers nothing of the " + n
                    + (n == 1 ? " iteration that " : " iterations that ")
                    + carried.map(RuleUpdater::ruleText)
                            .orElse(before.getClass().getSimpleName()) + " trained this graph";
            System.err.println(rule() + " " + origin);
        }
    }

    private void restore(Map<String, INDArray> found) {
        var names = new HashSet<>(optimizer.state().keySet());
        names.add(STEPS);
        if (!names.equals(found.keySet())) {
            throw new IllegalArgumentException("the file's updater state is of another version: it has "
                    + found.keySet() + " but " + rule() + " has " + names);
        }
        optimizer.state().forEach((name, slot) -> {
            var saved = found.get(name);
            if (saved.dataType() != slot.dataType() || !Arrays.equals(saved.shape(), slot.shape())) {
                throw new IllegalArgumentException("state " + name + " is " + saved.dataType()
                        + Arrays.toString(saved.shape()) + " in the file but " + slot.dataType()
                        + Arrays.toString(slot.shape()) + " here");
            }
        });
        optimizer.state().forEach((name, slot) -> slot.assign(found.get(name)));
        optimizer.resume(found.get(STEPS).getLong(0));
    }

    /** Whether gradients arrive here: a user may have set other listeners. */
    boolean listens() {
        return graph.getListeners().contains(collector);
    }

    /** What SameDiff writes into a file. */
    Map<String, INDArray> remembered() {
        // Copies: SameDiff closes what it was given when a variable becomes a constant.
        var all = new LinkedHashMap<String, INDArray>();
        optimizer.state().forEach((name, slot) -> all.put(name, slot.dup()));
        all.put(STEPS, Nd4j.createFromArray(optimizer.steps()));
        return all;
    }

    /** {@return the rule} */
    public Transform rule() {
        return optimizer.rule();
    }

    /** {@return the steps that the rule has taken, also before the graph was saved} */
    public long steps() {
        return optimizer.steps();
    }

    /** {@return the graph's variables as the rule sees them} */
    public Layout layout() {
        return optimizer.weights().layout();
    }

    /** {@return where the rule's memory comes from, in words} */
    public String origin() {
        return origin;
    }

    /** {@return the rule's memory by name; the arrays are live} */
    public Map<String, INDArray> state() {
        return optimizer.state();
    }

    /** {@return the rule, its memory in bytes and the passes of a step, in a few lines of text} */
    public String describe() {
        return optimizer.describe();
    }

    /**
     * Does something while the graph has the weights to judge it by: those of schedule-free and averaging rules differ from the
     * weights in training, which are back afterwards, also after an exception.
     *
     * @param <T> what is made
     * @param judge reads the graph and does not train it
     * @return what judge returned
     */
    public <T> T evaluating(Supplier<T> judge) {
        readWeights();
        var training = optimizer.weights().copy();
        write(optimizer.evaluationWeights());
        try {
            return judge.get();
        } finally {
            write(training);
        }
    }

    @Override
    public String toString() {
        return "GraphOptimizer[" + rule() + ", step " + steps() + "]";
    }

    private void readWeights() {
        // The graph's weights are the truth: users change them too.
        parameters.forEach(
                p -> p.read(p.variable().getArr(), optimizer.weights().view(p.name())));
    }

    private void write(ParamVector theta) {
        parameters.forEach(p -> p.write(theta.view(p.name())));
    }

    private void take(double loss) {
        for (var p : parameters) {
            if (!seen.contains(p.name())) {
                throw new IllegalStateException("SameDiff gave no gradient of '" + p.name()
                        + "' in this iteration; use graph.constant(…) for what is not to be trained");
            }
        }
        readWeights();
        optimizer.step(optimizer.gradient(), loss);
        write(optimizer.weights());
    }

    /** What SameDiff tells of an iteration: each variable's gradient where it would subtract an update, then the loss. */
    private final class Collector extends BaseListener {
        @Override
        public boolean isActive(Operation operation) {
            return operation == Operation.TRAINING;
        }

        @Override
        public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etlMs) {
            seen.clear();
        }

        @Override
        public void preUpdate(SameDiff sd, At at, Variable v, INDArray update) {
            var p = byName.get(v.getName());
            if (p != null) {
                p.read(update, optimizer.gradient().view(p.name()));
                seen.add(p.name());
            }
            // The step is taken when all gradients are there; until then nothing moves.
            update.assign(0);
        }

        @Override
        public void iterationDone(SameDiff sd, At at, MultiDataSet dataSet, Loss loss) {
            take(loss.totalLoss());
        }
    }
}
