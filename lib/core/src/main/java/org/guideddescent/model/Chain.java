package org.guideddescent.model;

import java.util.List;
import org.guideddescent.compute.Draws;
import org.guideddescent.objective.LayerObserver;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The passes of a stack, the activations between them, and each one's part of the parameters. */
final class Chain implements Pass {
    private final Pass[] passes;
    /** Where each pass finds its parameters among those of the stack. */
    private final int[] from;

    /** The first pass with parameters: below it nothing moves unless the stack's inputs do. */
    private final int firstMoved;

    private final INDArray[][] own;
    private final INDArray[][] directions;
    private final INDArray[][] gradients;
    /** inputs[i] is what pass i reads; the last entry is the output. */
    private final INDArray[] inputs;

    /** lines[i]: what pass i reads, and how fast it moves. */
    private final Line[] lines;

    Chain(List<Layer> layers, Setting setting) {
        int count = layers.size();
        passes = new Pass[count];
        from = new int[count];
        own = new INDArray[count][];
        directions = new INDArray[count][];
        gradients = new INDArray[count][];
        inputs = new INDArray[count + 1];
        lines = new Line[count];
        var shape = setting.input();
        int at = 0;
        int first = count;
        for (int i = 0; i < count; i++) {
            int size = Parameters.of(layers.get(i)).size();
            var params = setting.params().subList(at, at + size);
            passes[i] = layers.get(i).pass(setting.inside(shape, params));
            from[i] = at;
            own[i] = new INDArray[size];
            directions[i] = new INDArray[size];
            gradients[i] = new INDArray[size];
            lines[i] = new Line();
            first = size > 0 ? Math.min(first, i) : first;
            shape = layers.get(i).output(shape);
            at += size;
        }
        firstMoved = first;
    }

    Pass inner(int i) {
        return passes[i];
    }

    // References are copied into arrays that are there, since a copyOfRange would be garbage at every step.
    private void split(INDArray[] all, INDArray[][] into) {
        for (int i = 0; i < passes.length; i++) {
            System.arraycopy(all, from[i], into[i], 0, into[i].length);
        }
    }

    @Override
    public void begin(long key) {
        for (int i = 0; i < passes.length; i++) {
            passes[i].begin(Draws.key(key, i));
        }
    }

    @Override
    public INDArray forward(INDArray[] params, INDArray x) {
        split(params, own);
        inputs[0] = x;
        for (int i = 0; i < passes.length; i++) {
            inputs[i + 1] = passes[i].forward(own[i], inputs[i]);
        }
        return inputs[passes.length];
    }

    @Override
    public INDArray backward(
            INDArray[] params, INDArray x, INDArray dy, INDArray[] grads, boolean wantsInput, LayerObserver watch) {
        split(params, own);
        split(grads, gradients);
        for (int i = passes.length - 1; i >= (wantsInput ? 0 : firstMoved); i--) {
            dy = passes[i].backward(own[i], inputs[i], dy, gradients[i], wantsInput || i > firstMoved, watch);
        }
        return dy;
    }

    @Override
    public INDArray tangent(Line line) {
        split(line.params(), own);
        split(line.v(), directions);
        var speed = line.xDot();
        boolean moves = line.inputMoves();
        for (int i = 0; i < passes.length; i++) {
            lines[i].set(own[i], directions[i], inputs[i], speed, moves);
            moves |= i >= firstMoved;
            speed = moves ? passes[i].tangent(lines[i]) : speed;
        }
        return speed;
    }

    @Override
    public void backwardTangent(Line line, Moving gradient, INDArray[] gradsDot, boolean wantsInput) {
        split(gradsDot, gradients);
        for (int i = passes.length - 1; i >= (wantsInput ? 0 : firstMoved); i--) {
            passes[i].backwardTangent(lines[i], gradient, gradients[i], wantsInput || i > firstMoved);
        }
    }
}
