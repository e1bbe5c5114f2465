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
    /** inputs[i] is what pass i reads; the last entry is the output. speeds[i]: how fast it moves. */
    private final INDArray[] inputs;

    private final INDArray[] speeds;

    Chain(List<Layer> layers, Setting setting) {
        int count = layers.size();
        passes = new Pass[count];
        from = new int[count];
        own = new INDArray[count][];
        directions = new INDArray[count][];
        gradients = new INDArray[count][];
        inputs = new INDArray[count + 1];
        speeds = new INDArray[count + 1];
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
    public INDArray tangent(INDArray[] params, INDArray[] v, INDArray x, INDArray xDot, boolean inputMoves) {
        split(params, own);
        split(v, directions);
        int first = inputMoves ? 0 : firstMoved;
        speeds[first] = inputMoves ? xDot : inputs[first];
        for (int i = first; i < passes.length; i++) {
            speeds[i + 1] = passes[i].tangent(own[i], directions[i], inputs[i], speeds[i], inputMoves || i > first);
        }
        return speeds[passes.length];
    }

    @Override
    public void backwardTangent(
            INDArray[] params,
            INDArray[] v,
            INDArray x,
            INDArray xDot,
            boolean inputMoves,
            Moving gradient,
            INDArray[] gradsDot,
            boolean wantsInput) {
        split(params, own);
        split(v, directions);
        split(gradsDot, gradients);
        for (int i = passes.length - 1; i >= (wantsInput ? 0 : firstMoved); i--) {
            passes[i].backwardTangent(
                    own[i],
                    directions[i],
                    inputs[i],
                    speeds[i],
                    inputMoves || i > firstMoved,
                    gradient,
                    gradients[i],
                    wantsInput || i > firstMoved);
        }
    }
}
