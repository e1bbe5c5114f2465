package org.guideddescent.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.guideddescent.compute.Ops;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.guideddescent.train.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A rule that trains a network of DL4J.
 * <pre>{@code
 *   network.init();
 *   NetworkOptimizer.attach(network, route(matrices(), muon(0.02)).otherwise(adamW(3e-4)));
 *   network.fit(iterator, epochs);
 * }</pre>
 * From then on every {@code fit} takes its steps, whatever updater the configuration named. DL4J's clipping, L1 and L2,
 * constraints, listeners and truncated backpropagation work as before; its learning rates, schedules and weight decay are the
 * rule's business now. Layers that are frozen, or whose updater is {@code NoOp}, stay so. The steps are counted by the rule:
 * schedules begin at its own step 1.
 *
 * <p>{@code ModelSerializer} writes the rule and its memory with the model. A network that it restored goes on with {@link
 * #attach(MultiLayerNetwork)}, bitwise as if it had not stopped; a network that was trained by an updater of DL4J begins with a
 * rule that remembers nothing, and a line on the error stream says so.
 *
 * <p>Rules that ask for more than a gradient, such as SAM and K-FAC, are refused. A gradient or a loss that is not finite
 * stops {@code fit} with a {@code DivergenceException}; the network keeps the weights from before the step. Not for several
 * threads at once, as DL4J's networks are not; copies of a network need an optimizer each.
 */
public final class NetworkOptimizer {
    private final Host host;
    private final Optimizer optimizer;
    private final Ops ops = Ops.current();
    private List<Window> windows = List.of();
    private final PackedState memory;
    private String origin;

    private NetworkOptimizer(Host host, Transform rule, Windows windows) {
        this.host = host;
        optimizer = new Optimizer(
                rule, ParamVector.zeros(windows.layout(), host.params().dataType()));
        if (!optimizer.needs().isEmpty()) {
            throw new IllegalArgumentException(rule + " needs "
                    + optimizer.needs().iterator().next().what()
                    + ", which DL4J's training does not give; train with a rule that needs gradients only");
        }
        memory = new PackedState(host.params().dataType(), rule, windows.layout(), optimizer.state());
        origin = "no steps were taken before";
    }

    /**
     * Has the rule train the network.
     *
     * @param network initialized; its configuration and its updater are replaced
     * @param rule any rule that needs gradients only
     * @return the optimizer, to look into; the network holds it
     * @throws IllegalArgumentException if the rule does not fit the parameters, or the configuration has a weight decay of
     *     DL4J; the network is then as it was
     */
    public static NetworkOptimizer attach(MultiLayerNetwork network, Transform rule) {
        return attach(network, rule, Map.of());
    }

    /**
     * As {@link #attach(MultiLayerNetwork, Transform)}, where the roles that are guessed do not fit: the first layer with
     * weights is the input, DL4J's output layers are the output, tables are embeddings, other weights are hidden.
     *
     * @param network initialized; its configuration and its updater are replaced
     * @param rule any rule that needs gradients only
     * @param roles by DL4J's name of a parameter, such as {@code 2_W}
     * @return the optimizer
     */
    public static NetworkOptimizer attach(MultiLayerNetwork network, Transform rule, Map<String, Role> roles) {
        return attach(Host.of(network), Optional.of(rule), roles);
    }

    /**
     * Goes on with the rule that is in the network's configuration, where {@code ModelSerializer} found it.
     *
     * @param network restored from a file that was written while an optimizer was attached
     * @return the optimizer
     * @throws IllegalStateException if the configuration has no rule
     */
    public static NetworkOptimizer attach(MultiLayerNetwork network) {
        return attach(Host.of(network), Optional.empty(), Map.of());
    }

    /**
     * As {@link #attach(MultiLayerNetwork, Transform)}, for a graph.
     *
     * @param network initialized; its configuration and its updater are replaced
     * @param rule any rule that needs gradients only
     * @return the optimizer
     */
    public static NetworkOptimizer attach(ComputationGraph network, Transform rule) {
        return attach(network, rule, Map.of());
    }

    /**
     * As {@link #attach(MultiLayerNetwork, Transform, Map)}, for a graph: what reads the network's inputs is the input.
     *
     * @param network initialized; its configuration and its updater are replaced
     * @param rule any rule that needs gradients only
     * @param roles by DL4J's name of a parameter, such as {@code attention_Wq}
     * @return the optimizer
     */
    public static NetworkOptimizer attach(ComputationGraph network, Transform rule, Map<String, Role> roles) {
        return attach(Host.of(network), Optional.of(rule), roles);
    }

    /**
     * As {@link #attach(MultiLayerNetwork)}, for a graph.
     *
     * @param network restored from a file that was written while an optimizer was attached
     * @return the optimizer
     */
    public static NetworkOptimizer attach(ComputationGraph network) {
        return attach(Host.of(network), Optional.empty(), Map.of());
    }

    private static NetworkOptimizer attach(Host host, Optional<Transform> wanted, Map<String, Role> wantedRoles) {
        host.params();
        if (!host.minimizes()) {
            throw new IllegalArgumentException(
                    "this network is configured with minimize(false); rules descend, so give it the "
                            + "negative of its score as a loss");
        }
        var places = host.configurations().stream()
                .flatMap(c -> Place.of(c).stream())
                .filter(Place::trains)
                .toList();
        var before = Before.of(host, places);
        var carried = before.carried();
        if (wanted.isEmpty() && carried.isEmpty()) {
            throw new IllegalStateException("there is no rule in this network's configuration, which has "
                    + before.updater() + "; attach one: NetworkOptimizer.attach(network, adamW(1e-3))");
        }
        var rule = wanted.orElseGet(() -> carried.orElseThrow().rule());
        var roles = wanted.isPresent() ? wantedRoles : carried.orElseThrow().roles();
        var updater = host.updater();
        try {
            // Twice: how much room the rule needs is known when it has seen DL4J's blocks, which are made from the
            // configuration.
            var blocks = new Later();
            places.forEach(p -> p.set().accept(RuleUpdater.of(rule, roles, 0)));
            var optimizer = new NetworkOptimizer(
                    host, rule, Windows.of(host, host.install(blocks).getUpdaterBlocks(), roles));
            places.forEach(p -> p.set().accept(RuleUpdater.of(rule, roles, optimizer.room())));
            var step = optimizer.new Taking();
            optimizer.windows = Windows.of(host, host.install(step).getUpdaterBlocks(), roles)
                    .all();
            optimizer.begin(before);
            return optimizer;
        } catch (IllegalArgumentException e) {
            places.forEach(Place::restore);
            host.reinstall(updater);
            throw e;
        }
    }

    /** Numbers of DL4J's updater state that each weight must have. */
    private int room() {
        long n = optimizer.weights().layout().size();
        return Math.toIntExact((memory.length() + n - 1) / n);
    }

    private void begin(Before before) {
        if (before.state().isPresent() && memory.isOwn(before.state().get())) {
            goOn(before.state().get());
            origin = "goes on after step " + optimizer.steps();
        } else if (before.trained()) {
            origin = "begins at step 1 and remembers nothing of the " + before.iterations()
                    + (before.iterations() == 1 ? " iteration that " : " iterations that ") + before.updater()
                    + " trained this network";
            System.err.println(rule() + " " + origin);
        }
    }

    private void goOn(INDArray state) {
        optimizer.resume(memory.read(state));
    }

    /** {@return the rule} */
    public Transform rule() {
        return optimizer.rule();
    }

    /** {@return the steps that the rule has taken, also before the network was saved} */
    public long steps() {
        return optimizer.steps();
    }

    /** {@return the network's parameters as the rule sees them: DL4J's names, our shapes [fan-out × fan-in]} */
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
     * Does something while the network has the weights to judge it by: those of schedule-free and averaging rules differ from
     * the weights in training. The training weights are back afterwards, also after an exception.
     * <pre>{@code  var evaluation = optimizer.evaluating(() -> network.evaluate(test)); }</pre>
     *
     * @param <T> what is made
     * @param judge reads the network and does not train it
     * @return what judge returned
     */
    public <T> T evaluating(Supplier<T> judge) {
        var training = host.params().dup();
        readWeights();
        var judged = optimizer.evaluationWeights();
        windows.forEach(w -> w.writeWeights(ops, judged));
        try {
            return judge.get();
        } finally {
            host.params().assign(training);
        }
    }

    @Override
    public String toString() {
        return "NetworkOptimizer[" + rule() + ", step " + steps() + "]";
    }

    private void readWeights() {
        // The network's weights are the truth: users and constraints change them too.
        windows.forEach(w -> w.readWeights(ops, optimizer.weights()));
    }

    /** What was there before: the updater's configuration, its state, the iterations. */
    private record Before(String updater, Optional<RuleUpdater> carried, Optional<INDArray> state, int iterations) {
        static Before of(Host host, List<Place> places) {
            var names = new ArrayList<String>();
            Optional<RuleUpdater> carried = Optional.empty();
            for (var place : places) {
                var now = place.now().orElseThrow();
                var name = now instanceof RuleUpdater r
                        ? r.ruleText()
                        : now.getClass().getSimpleName();
                if (!names.contains(name)) {
                    names.add(name);
                }
                if (now instanceof RuleUpdater r) {
                    carried = Optional.of(r);
                }
            }
            var state = Optional.ofNullable(host.updater().getStateViewArray()).map(INDArray::dup);
            return new Before(
                    names.isEmpty() ? "no updater" : String.join(" and ", names), carried, state, host.iterations());
        }

        boolean trained() {
            return iterations > 0;
        }
    }

    /** Stands in while the configuration is measured. */
    private static final class Later implements NetworkStep {
        @Override
        public void take() {
            throw new IllegalStateException("the optimizer is not attached yet");
        }

        @Override
        public void pack(INDArray state) {
            throw new IllegalStateException("the optimizer is not attached yet");
        }

        @Override
        public void unpack(INDArray state) {
            throw new IllegalStateException("the optimizer is not attached yet");
        }
    }

    /** What DL4J's updater calls. */
    private final class Taking implements NetworkStep {
        @Override
        public void take() {
            // What the first step allocates must outlive DL4J's workspace of this iteration.
            var outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
            try {
                readWeights();
                windows.forEach(w -> w.readGradient(ops, optimizer.gradient()));
                optimizer.step(optimizer.gradient(), host.score());
                windows.forEach(w -> w.writeUpdate(ops, optimizer.weights()));
            } finally {
                outside.close();
            }
        }

        @Override
        public void pack(INDArray state) {
            memory.write(optimizer.steps(), state);
        }

        @Override
        public void unpack(INDArray state) {
            if (memory.isOwn(state)) {
                goOn(state);
            } else if (PackedState.isWritten(state)) {
                throw new IllegalArgumentException(
                        "this updater state is of another rule or another network than " + rule());
            }
        }
    }
}
