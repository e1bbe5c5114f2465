package org.guideddescent.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph of ND4J's SameDiff as an objective: for losses that no layer here expresses.
 * <pre>
 *   var graph = SameDiff.create();
 *   var x = graph.placeHolder("x", DataType.FLOAT, -1, 784);
 *   var y = graph.placeHolder("y", DataType.FLOAT, -1, 10);
 *   var w = graph.var("w", DataType.FLOAT, 784, 10);
 *   graph.loss.softmaxCrossEntropy("loss", y, x.mmul(w), null);
 *   var objective = SameDiffObjective.of(graph, "x", "y", "loss");
 * </pre>
 * Its parameters are the trainable variables on which the loss depends, by name, in the order of their use. A matrix
 * [in × out], as in {@code x.mmul(w)}, has the window [out × in] that rules expect; {@link #asStored} keeps it. Vectors are
 * [n × 1]. Roles are guessed: vectors are {@code BIAS}, the last matrix {@code OUTPUT}, the first {@code INPUT}, those
 * between {@code HIDDEN}; {@link #role} says otherwise.
 *
 * <p>The graph is this objective's from then on: each call writes theta into its variables. What the graph draws is a
 * function of the batch's key; the calling thread's ND4J generator is left as it was. SameDiff gives gradients only: no
 * curvature products, no layers to watch. It makes new arrays at each call, so it is many times slower than a {@link
 * Network}. Some of its derivatives are wrong, such as that of sparseSoftmaxCrossEntropy before a mean: use {@link
 * org.guideddescent.objective.Check}. Serves one thread.
 */
public final class SameDiffObjective implements Objective {
    private final SameDiff graph;
    private final Optional<GraphInput> inputs;
    private final Optional<GraphInput> targets;
    private final String loss;
    private final List<GraphParameter> parameters;
    private final List<String> names;
    private final Layout layout;
    private boolean checked;

    private SameDiffObjective(
            SameDiff graph,
            Optional<GraphInput> inputs,
            Optional<GraphInput> targets,
            String loss,
            List<GraphParameter> parameters) {
        this.graph = graph;
        this.inputs = inputs;
        this.targets = targets;
        this.loss = loss;
        this.parameters = parameters;
        names = parameters.stream().map(GraphParameter::name).toList();
        var builder = Layout.builder();
        parameters.forEach(p -> p.declare(builder));
        layout = builder.build();
    }

    /**
     * {@return the loss of a graph with data}
     *
     * @param graph borrowed; its trainable variables become the parameters
     * @param inputs a placeholder: [n × in], or of more dimensions that a row of inputs fills
     * @param targets a placeholder; of integers if the loss takes class indices
     * @param loss a variable of the graph, one number, such as a mean
     * @throws IllegalArgumentException if there are no such variables, or the loss needs other placeholders too
     */
    public static SameDiffObjective of(SameDiff graph, String inputs, String targets, String loss) {
        return of(
                graph,
                Optional.of(GraphInput.of(graph, "inputs", inputs)),
                Optional.of(GraphInput.of(graph, "targets", targets)),
                loss);
    }

    /**
     * {@return a loss without data; it takes {@link Batch#NONE}}
     *
     * @param graph borrowed; its trainable variables become the parameters
     * @param loss a variable of the graph, one number
     */
    public static SameDiffObjective of(SameDiff graph, String loss) {
        return of(graph, Optional.empty(), Optional.empty(), loss);
    }

    private static SameDiffObjective of(
            SameDiff graph, Optional<GraphInput> inputs, Optional<GraphInput> targets, String loss) {
        var leaves = GraphLeaves.of(graph, loss);
        for (var name : leaves.placeholders().keySet()) {
            if (inputs.stream().noneMatch(i -> i.name().equals(name))
                    && targets.stream().noneMatch(i -> i.name().equals(name))) {
                throw new IllegalArgumentException("loss '" + loss + "' also depends on placeholder '" + name
                        + "', but a batch gives inputs and targets only; make it a constant or a variable");
            }
        }
        if (leaves.variables().isEmpty()) {
            throw new IllegalArgumentException("loss '" + loss
                    + "' depends on no trainable variable; make one with graph.var(name, DataType.FLOAT, in, out)");
        }
        var type = leaves.variables().get(0).dataType();
        for (var v : leaves.variables()) {
            if (v.dataType() != type || (type != DataType.FLOAT && type != DataType.DOUBLE)) {
                throw new IllegalArgumentException("a graph's variables must be all FLOAT or all DOUBLE, got "
                        + leaves.variables().stream()
                                .map(w -> w.name() + " " + w.dataType())
                                .toList());
            }
        }
        return new SameDiffObjective(graph, inputs, targets, loss, leaves.parameters());
    }

    /**
     * {@return the same objective, with another role of that parameter}
     *
     * @param parameter name of a variable of the graph
     * @param role what rules take it for
     */
    public SameDiffObjective role(String parameter, Role role) {
        return changed(parameter, p -> p.with(role));
    }

    /**
     * {@return the same objective, with the window of that matrix as the graph stores it: for a table of vectors, or
     * {@code w.mmul(x)}}
     *
     * @param parameter name of a variable of the graph
     */
    public SameDiffObjective asStored(String parameter) {
        return changed(parameter, GraphParameter::asStored);
    }

    private SameDiffObjective changed(String parameter, UnaryOperator<GraphParameter> change) {
        layout.named(parameter);
        return new SameDiffObjective(
                graph,
                inputs,
                targets,
                loss,
                parameters.stream()
                        .map(p -> p.name().equals(parameter) ? change.apply(p) : p)
                        .toList());
    }

    @Override
    public Layout layout() {
        return layout;
    }

    /**
     * {@return new parameters, FLOAT or DOUBLE as the graph is, with the values that the graph's variables have now}
     */
    public ParamVector values() {
        var theta = ParamVector.zeros(layout, type());
        for (var p : parameters) {
            p.read(p.variable().getArr(), theta.view(p.name()));
        }
        return theta;
    }

    @Override
    public double gradient(ParamVector theta, Batch batch, ParamVector grad) {
        var feed = prepare(theta, batch);
        differentiate(feed, batch);
        var pass = Draw.of(batch.key(), () -> graph.calculateGradientsAndOutputs(feed, List.of(loss), names));
        for (var p : parameters) {
            var gradient = pass.getGradients().get(p.name());
            if (gradient == null) {
                throw new IllegalArgumentException("SameDiff gives no gradient of '" + p.name() + "'; use "
                        + "graph.constant(…) for what is not to be trained");
            }
            p.read(gradient, grad.view(p.name()));
        }
        return pass.getOutputs().get(loss).getDouble(0);
    }

    /** The loss alone: a forward pass. */
    @Override
    public double loss(ParamVector theta, Batch batch) {
        return number(forward(prepare(theta, batch), batch));
    }

    private void differentiate(Map<String, INDArray> feed, Batch batch) {
        if (!checked) {
            // A loss that is not a number fails inside the derivative of some operation, without a word about it.
            number(forward(feed, batch));
            checked = true;
        }
        if (!graph.getLossVariables().equals(List.of(loss))) {
            // Another objective may share the graph; SameDiff then derives anew.
            graph.setLossVariables(loss);
        }
    }

    private INDArray forward(Map<String, INDArray> feed, Batch batch) {
        return Draw.of(batch.key(), () -> graph.output(feed, List.of(loss)).get(loss));
    }

    private double number(INDArray value) {
        if (value.rank() != 0) {
            throw new IllegalArgumentException("loss '" + loss + "' must be one number, got shape "
                    + Arrays.toString(value.shape()) + "; use its mean() over all dimensions");
        }
        return value.getDouble(0);
    }

    private Map<String, INDArray> prepare(ParamVector theta, Batch batch) {
        if (theta.type() != type()) {
            throw new IllegalArgumentException("the graph's variables are " + type() + " but the parameters are "
                    + theta.type() + "; begin with values(), or make both of one type");
        }
        for (var p : parameters) {
            p.write(theta.view(p.name()));
        }
        var feed = new HashMap<String, INDArray>();
        inputs.ifPresent(i -> feed.put(i.name(), i.shaped(batch.inputs())));
        targets.ifPresent(i -> feed.put(i.name(), i.shaped(batch.targets())));
        return feed;
    }

    private DataType type() {
        return parameters.get(0).variable().dataType();
    }

    /** Names and shapes. */
    @Override
    public String toString() {
        return "SameDiffObjective[" + loss + " of " + layout.params() + "]";
    }
}
