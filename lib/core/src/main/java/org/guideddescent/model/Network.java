package org.guideddescent.model;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
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
public final class Network implements Objective.Curved, Objective.Probabilistic, Objective.Differentiable {
    private final Layer layers;
    private final Loss loss;
    private final boolean zeroReadout;
    private final Shape input;
    private final Shape output;
    private final Layout layout;
    private final List<Param> params;
    private final List<Integer> branchOfEach;
    private final int branches;
    private final Windows windows;
    private final Ops ops = Ops.current();
    private Workspace latest;
    private Workspace other;

    private Network(Layer layers, Loss loss, boolean zeroReadout) {
        this.layers = layers;
        this.loss = loss;
        this.zeroReadout = zeroReadout;
        var declared = Parameters.of(layers);
        if (declared.matrices() == 0) {
            throw new IllegalArgumentException(
                    "a network needs at least one linear layer, got " + layers + "; e.g. linear(784, 10)");
        }
        input = layers.input()
                .orElseThrow(() -> new IllegalArgumentException(
                        "nothing in " + layers + " says what an example looks like; begin with image(28, 28, 1)"));
        output = layers.output(input);
        layout = declared.layout();
        params = declared.in(layout);
        branchOfEach = declared.branchOfEach();
        branches = declared.branches();
        windows = new Windows(params);
    }

    /**
     * {@return a network of these layers, averaging this loss over the examples of a batch and their positions}
     *
     * @param layers in the order of the signal
     * @param loss of the outputs
     */
    public static Network of(Layer layers, Loss loss) {
        return new Network(layers, loss, false);
    }

    /**
     * {@return the same network, whose {@link #initialize} sets the last matrix to zero: every class is then equally
     * likely and the first cross-entropy is ln k} Yang et al., 2022, Appendix D.2, arXiv:2203.03466.
     */
    public Network zeroReadout() {
        return new Network(layers, loss, true);
    }

    /**
     * {@return this network as it is evaluated, with the same parameters: nothing is dropped, and batch normalizations
     * use the statistics of these examples at theta} Call it again for other weights, such as averaged ones.
     *
     * @param theta parameters of this layout, not modified
     * @param inputs as many examples as memory holds, [n × numbers in an example], not modified
     */
    public Network evaluated(ParamVector theta, INDArray inputs) {
        var space = workspace(theta, inputs);
        space.forward(windows.of(theta), inputs, 0);
        return new Network(layers.evaluated(space.pass), loss, zeroReadout);
    }

    /**
     * {@return a network of other layers with the same loss and the same start of its readout}
     *
     * @param others what replaces the layers
     */
    public Network with(Layer others) {
        return new Network(others, loss, zeroReadout);
    }

    @Override
    public Layout layout() {
        return layout;
    }

    /** {@return the layers that it is made of} */
    public Layer layers() {
        return layers;
    }

    /** {@return how many branches ({@link Residual}) its signal passes; those inside a branch do not count} */
    public int branches() {
        return branches;
    }

    /**
     * {@return which of the branches, from 0 up, p belongs to; empty if it stands on the trunk}
     *
     * @param p a parameter of this network
     */
    public OptionalInt branch(Param p) {
        int branch = branchOfEach.get(params.indexOf(layout.named(p.name())));
        return branch < 0 ? OptionalInt.empty() : OptionalInt.of(branch);
    }

    /** {@return what an example looks like} */
    public Shape inputShape() {
        return input;
    }

    /** {@return what the outputs of an example look like} */
    public Shape outputShape() {
        return output;
    }

    /**
     * {@return the bytes of the activations and their gradients for the batch size used last; 0 before the first batch}
     */
    public long activationBytes() {
        return latest == null
                ? 0
                : latest.setting.numbers() * latest.setting.type().width();
    }

    /**
     * Overwrites theta with first values. Weights are normal with mean 0 and standard deviation √(2 / in) where the
     * network has a ReLU, GELU or SiLU (He et al., 2015, Eq. 10 for every layer, arXiv:1502.01852), else √(1 / in)
     * (LeCun et al., 1998, Efficient BackProp, Eq. 16); biases are 0. Layers draw in order, so a network's first layers
     * start alike whatever follows.
     *
     * @param random where the random numbers come from
     * @param theta parameters of this layout, overwritten
     */
    public void initialize(RandomGenerator random, ParamVector theta) {
        layers.initialize(random, layers.gain(), windows.of(theta));
        if (zeroReadout) {
            for (var p : params) {
                if (p.role() == Role.OUTPUT) {
                    theta.view(p).assign(0);
                }
            }
        }
    }

    /**
     * {@return new parameters of that type, initialized}
     *
     * @param random where the random numbers come from
     * @param type FLOAT or DOUBLE
     */
    public ParamVector initialize(RandomGenerator random, DataType type) {
        var theta = ParamVector.zeros(layout, type);
        initialize(random, theta);
        return theta;
    }

    /**
     * {@return new FLOAT parameters, initialized}
     *
     * @param random where the random numbers come from
     */
    public ParamVector initialize(RandomGenerator random) {
        return initialize(random, DataType.FLOAT);
    }

    @Override
    public double gradient(ParamVector theta, Batch batch, ParamVector grad, LayerObserver watch) {
        return checked(theta, batch).gradient(windows.of(theta), batch, windows.of(grad), watch);
    }

    @Override
    public void hessianTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        checked(theta, batch).hessianTimes(windows.of(theta), batch, windows.of(v), windows.of(out));
    }

    @Override
    public void gaussNewtonTimes(ParamVector theta, Batch batch, ParamVector v, ParamVector out) {
        checked(theta, batch).gaussNewtonTimes(windows.of(theta), batch, windows.of(v), windows.of(out));
    }

    @Override
    public double sampledGradient(ParamVector theta, Batch batch, long key, ParamVector grad, LayerObserver watch) {
        var space = workspace(theta, batch.inputs());
        return space.sampledGradient(windows.of(theta), batch, key, windows.of(grad), watch);
    }

    @Override
    public int rootColumns() {
        return output.numbers();
    }

    @Override
    public void rootGradient(ParamVector theta, Batch batch, int column, ParamVector grad, LayerObserver watch) {
        if (column < 0 || column >= rootColumns()) {
            throw new IllegalArgumentException(
                    "the root's columns are 0 to " + (rootColumns() - 1) + ", got " + column);
        }
        checked(theta, batch).rootGradient(windows.of(theta), batch, column, windows.of(grad), watch);
    }

    @Override
    public long outputs(Batch batch) {
        return (long) batch.size() * output.numbers();
    }

    @Override
    public void jacobianTimes(ParamVector theta, Batch batch, ParamVector v, INDArray out) {
        checkOutputs(batch, out, theta);
        workspace(theta, batch.inputs()).jacobianTimes(windows.of(theta), batch, windows.of(v), out);
    }

    @Override
    public void jacobianAdjointTimes(ParamVector theta, Batch batch, INDArray u, ParamVector out) {
        checkOutputs(batch, u, theta);
        workspace(theta, batch.inputs()).jacobianAdjointTimes(windows.of(theta), batch, u, windows.of(out));
    }

    private void checkOutputs(Batch batch, INDArray u, ParamVector theta) {
        if (u.length() != outputs(batch) || !Reshaped.contiguous(u)) {
            throw new IllegalArgumentException("the outputs are " + outputs(batch)
                    + " numbers side by side, but the array is " + Accuracy.shape(u) + " with strides "
                    + Arrays.toString(u.stride()));
        }
        checkType("the numbers of the outputs", u, theta);
    }

    /** The loss alone: a forward pass. */
    @Override
    public double loss(ParamVector theta, Batch batch) {
        return checked(theta, batch).loss(windows.of(theta), batch);
    }

    /**
     * {@return the outputs of the last layer, before any softmax, one row for each position of each example [n ·
     * positions × k]; borrowed until the next call of this network}
     *
     * @param theta parameters of this layout, not modified
     * @param inputs [n × numbers in an example], not modified
     */
    public INDArray predict(ParamVector theta, INDArray inputs) {
        return predict(theta, inputs, 0);
    }

    /**
     * {@return the outputs as of {@link #predict(ParamVector, INDArray)} where the chance is that of a batch with this
     * key, for layers that draw}
     *
     * @param theta parameters of this layout, not modified
     * @param inputs [n × numbers in an example], not modified
     * @param key of the chance
     */
    public INDArray predict(ParamVector theta, INDArray inputs, long key) {
        return workspace(theta, inputs).forward(windows.of(theta), inputs, key);
    }

    /**
     * {@return the part of the positions, from 0 to 1, whose largest output is that of the target's class} Examples are
     * taken in chunks of {@value Accuracy#CHUNK}, so any number will do.
     *
     * @param theta parameters of this layout, not modified
     * @param inputs [n × numbers in an example], not modified
     * @param targets class indices [n × positions], or probabilities [n × positions · k], whose largest is the class
     */
    public double accuracy(ParamVector theta, INDArray inputs, INDArray targets) {
        return Accuracy.of(this, theta, new Batch(inputs, targets));
    }

    private Workspace workspace(ParamVector theta, INDArray inputs) {
        if (inputs.rank() != 2 || inputs.size(1) != input.numbers()) {
            throw new IllegalArgumentException(
                    "inputs must be [n×" + input.numbers() + "] for " + layers + ", got " + Accuracy.shape(inputs));
        }
        checkType("inputs", inputs, theta);
        int n = (int) inputs.size(0);
        if (!fits(latest, theta, n)) {
            var before = latest;
            latest = fits(other, theta, n)
                    ? other
                    : new Workspace(layers, loss, new Setting(ops, theta.type(), n, input, params));
            other = before;
        }
        return latest;
    }

    private static boolean fits(Workspace space, ParamVector theta, int examples) {
        return space != null && space.setting.type() == theta.type() && space.setting.examples() == examples;
    }

    private Workspace checked(ParamVector theta, Batch batch) {
        var space = workspace(theta, batch.inputs());
        var targets = batch.targets();
        if (!loss.accepts(targets.size(1), output)) {
            throw new IllegalArgumentException("targets " + Accuracy.shape(targets) + " do not fit outputs ["
                    + batch.size() + "×" + output + "] under " + loss);
        }
        checkType("targets", targets, theta);
        return space;
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
