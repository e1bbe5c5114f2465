package org.guideddescent.model;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layers and a loss: an objective whose layers can be watched, with curvature products and targets of its own. Names and roles of the parameters: see the package.
 *
 * <p>A network holds the memory of its passes, so it serves one thread; another thread makes its own, which costs
 * nothing until it is used. Nothing is allocated after the first call for a batch size, for the two sizes used last.
 */
public final class Network implements Objective.Curved, Objective.Probabilistic {
    private final Stack layers;
    private final Loss loss;
    private final boolean zeroReadout;
    private final int inputWidth;
    private final int outputWidth;
    private final List<Layer> parts;
    private final Layout layout;
    private final List<List<Param>> params;
    private final Windows windows;
    private final Ops ops = Ops.current();
    private Workspace latest;
    private Workspace other;

    private Network(Stack layers, Loss loss, boolean zeroReadout) {
        this.layers = layers;
        this.loss = loss;
        this.zeroReadout = zeroReadout;
        parts = layers.layers();
        if (parts.stream().noneMatch(Layer::isLinear)) {
            throw new IllegalArgumentException(
                    "a network needs at least one linear layer, got " + layers + "; e.g. linear(784, 10)");
        }
        inputWidth = layers.inputWidth().orElseThrow();
        int width = inputWidth;
        for (var layer : parts) {
            width = layer.outputWidth(width);
        }
        outputWidth = width;
        var builder = Layout.builder();
        var names = new ArrayList<List<String>>();
        int matrices = (int) parts.stream().filter(Layer::isLinear).count();
        int index = 0;
        for (var layer : parts) {
            index += layer.isLinear() ? 1 : 0;
            var own = Layout.builder();
            layer.declare(builder, index, role(index, matrices));
            layer.declare(own, index, role(index, matrices));
            names.add(
                    layer.isLinear()
                            ? own.build().params().stream().map(Param::name).toList()
                            : List.of());
        }
        layout = builder.build();
        params = names.stream().map(n -> n.stream().map(layout::named).toList()).toList();
        windows = new Windows(params);
    }

    private static Role role(int index, int matrices) {
        return index == matrices ? Role.OUTPUT : index == 1 ? Role.INPUT : Role.HIDDEN;
    }

    /** A network of these layers, averaging this loss over the rows of a batch. */
    public static Network of(Stack layers, Loss loss) {
        return new Network(layers, loss, false);
    }

    /** A network of one layer, such as a linear regression. */
    public static Network of(Layer layer, Loss loss) {
        return of(Stack.of(layer), loss);
    }

    /**
     * The same network, whose {@link #initialize} sets the last matrix to zero: every class is then equally likely and
     * the first cross-entropy is ln k. Yang et al., 2022, Appendix D.2, arXiv:2203.03466.
     */
    public Network zeroReadout() {
        return new Network(layers, loss, true);
    }

    @Override
    public Layout layout() {
        return layout;
    }

    /**
     * Overwrites theta. Weights are normal with mean 0 and standard deviation √(2 / in) where the network has a ReLU,
     * GELU or SiLU (He et al., 2015, Eq. 10 for every layer, arXiv:1502.01852), else √(1 / in) (LeCun et al., 1998, Efficient
     * BackProp, Eq. 16); biases are 0. Layers draw in order, so a network's first layers start alike whatever follows.
     */
    public void initialize(RandomGenerator random, ParamVector theta) {
        boolean halves = parts.stream().anyMatch(l -> l instanceof Nonlinearity f && f.activation().gain() == 2);
        var arrays = windows.of(theta);
        int readout = -1;
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).initialize(random, halves ? 2 : 1, arrays[i]);
            readout = parts.get(i).isLinear() ? i : readout;
        }
        if (zeroReadout) {
            arrays[readout][0].assign(0);
        }
    }

    /** New parameters of that type, initialized. type: FLOAT or DOUBLE. */
    public ParamVector initialize(RandomGenerator random, DataType type) {
        var theta = ParamVector.zeros(layout, type);
        initialize(random, theta);
        return theta;
    }

    /** New FLOAT parameters, initialized. */
    public ParamVector initialize(RandomGenerator random) {
        return initialize(random, DataType.FLOAT);
    }

    @Override
    public double gradient(ParamVector theta, Batch batch, ParamVector grad, LayerObserver watch) {
        var weights = windows.of(theta);
        var space = workspace(theta, batch.inputs());
        checkTargets(theta, batch);
        var outputs = space.forward(weights, batch.inputs());
        double value = loss.apply(ops, outputs, batch.targets(), space.outputGrads);
        space.backward(weights, windows.of(grad), space.outputGrads, parts, params, watch);
        return value;
    }

    @Override
    public void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        var weights = windows.of(theta);
        var space = workspace(theta, batch.inputs());
        checkTargets(theta, batch);
        var outputs = space.forward(weights, batch.inputs());
        loss.apply(ops, outputs, batch.targets(), space.outputGrads);
        var moved = space.tangent(weights, windows.of(v));
        var dyDot = space.curvature(ops, loss).times(outputs, batch.targets(), moved);
        space.backwardTangent(weights, windows.of(v), windows.of(out), dyDot);
    }

    @Override
    public void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        var weights = windows.of(theta);
        var space = workspace(theta, batch.inputs());
        checkTargets(theta, batch);
        var outputs = space.forward(weights, batch.inputs());
        var moved = space.tangent(weights, windows.of(v));
        var dy = space.curvature(ops, loss).times(outputs, batch.targets(), moved);
        space.backward(weights, windows.of(out), dy, parts, params, LayerObserver.NONE);
    }

    @Override
    public double sampledGradient(ParamVector theta, Batch batch, long key, ParamVector grad, LayerObserver watch) {
        var weights = windows.of(theta);
        var space = workspace(theta, batch.inputs());
        var outputs = space.forward(weights, batch.inputs());
        var drawn = space.curvature(ops, loss).draw(outputs, key);
        double value = loss.apply(ops, outputs, drawn, space.outputGrads);
        space.backward(weights, windows.of(grad), space.outputGrads, parts, params, watch);
        return value;
    }

    @Override
    public int rootColumns() {
        return outputWidth;
    }

    @Override
    public void rootGradient(ParamVector theta, Batch batch, int column, ParamVector grad, LayerObserver watch) {
        if (column < 0 || column >= outputWidth) {
            throw new IllegalArgumentException("the root's columns are 0 to " + (outputWidth - 1) + ", got " + column);
        }
        var weights = windows.of(theta);
        var space = workspace(theta, batch.inputs());
        checkTargets(theta, batch);
        var outputs = space.forward(weights, batch.inputs());
        var dy = space.curvature(ops, loss).rootColumn(outputs, batch.targets(), column);
        space.backward(weights, windows.of(grad), dy, parts, params, watch);
    }

    /** The loss alone: a forward pass. */
    @Override
    public double loss(ParamVector theta, Batch batch) {
        var space = workspace(theta, batch.inputs());
        checkTargets(theta, batch);
        return loss.apply(ops, space.forward(windows.of(theta), batch.inputs()), batch.targets(), space.outputGrads);
    }

    /**
     * The outputs of the last layer [n × k], before any softmax; borrowed until the next call of this network.
     *
     * @param inputs [n × in], not modified
     */
    public INDArray predict(ParamVector theta, INDArray inputs) {
        return workspace(theta, inputs).forward(windows.of(theta), inputs);
    }

    /**
     * The part of the rows, from 0 to 1, whose largest output is that of the target's class. Rows are taken in chunks
     * of {@value Accuracy#CHUNK}, so any number will do.
     *
     * @param inputs [n × in], not modified
     * @param targets class indices [n × 1], or probabilities [n × k], whose largest is the class
     */
    public double accuracy(ParamVector theta, INDArray inputs, INDArray targets) {
        return Accuracy.of(this, theta, new Batch(inputs, targets));
    }

    private Workspace workspace(ParamVector theta, INDArray inputs) {
        if (inputs.rank() != 2 || inputs.size(1) != inputWidth) {
            throw new IllegalArgumentException(
                    "inputs must be [n×" + inputWidth + "] for " + layers + ", got " + Accuracy.shape(inputs));
        }
        checkType("inputs", inputs, theta);
        int rows = (int) inputs.size(0);
        if (latest == null || !latest.fits(theta.type(), rows)) {
            var before = latest;
            latest = other != null && other.fits(theta.type(), rows)
                    ? other
                    : new Workspace(parts, ops, theta.type(), rows, inputWidth);
            other = before;
        }
        return latest;
    }

    private void checkTargets(ParamVector theta, Batch batch) {
        var targets = batch.targets();
        if (!loss.accepts(targets.size(1), outputWidth)) {
            throw new IllegalArgumentException("targets " + Accuracy.shape(targets) + " do not fit outputs ["
                    + batch.size() + "×" + outputWidth + "] under " + loss);
        }
        checkType("targets", targets, theta);
    }

    private static void checkType(String what, INDArray array, ParamVector theta) {
        if (array.dataType() != theta.type()) {
            throw new IllegalArgumentException(what + " are " + array.dataType() + " but the parameters are "
                    + theta.type() + "; use " + what + ".castTo(DataType." + theta.type() + ")");
        }
    }

    /** The code that makes it. */
    @Override
    public String toString() {
        return "Network.of(" + layers + ", " + loss + ")" + (zeroReadout ? ".zeroReadout()" : "");
    }
}
