package org.guideddescent.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.guideddescent.space.Layout;
import org.guideddescent.space.Role;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;

/** The parameters of a network that a rule trains, in DL4J's order. */
record Windows(List<Window> all) {
    /**
     * Those in blocks with a {@link RuleUpdater}.
     *
     * @param network the network, for what its layers read
     * @param blocks of the network's updater
     * @param roles roles by DL4J's name of a parameter, where they are not to be guessed
     * @throws IllegalArgumentException if a layer is configured for what a rule must do itself
     */
    static Windows of(Host network, List<UpdaterBlock> blocks, Map<String, Role> roles) {
        var states = new ArrayList<UpdaterBlock.ParamState>();
        for (var block : blocks) {
            if (block.getGradientUpdater() instanceof RuleGate) {
                states.addAll(block.getLayersAndVariablesInBlock());
            }
        }
        if (states.isEmpty()) {
            throw new IllegalArgumentException(
                    "this network has no parameter to train: all layers are frozen or have NoOp " + "as their updater");
        }
        var guess = new Guess(network, states);
        var windows = new ArrayList<Window>();
        for (var state : states) {
            refuseDecay(state);
            windows.add(window(state, roles, guess));
        }
        for (var name : roles.keySet()) {
            if (windows.stream().noneMatch(w -> w.name().equals(name))) {
                throw new IllegalArgumentException("no parameter named '" + name + "' is trained; have "
                        + windows.stream().map(Window::name).toList());
            }
        }
        return new Windows(windows);
    }

    Layout layout() {
        var builder = Layout.builder();
        all.forEach(w -> w.declare(builder));
        return builder.build();
    }

    /** As in the network's parameter table: the index of a layer, or the name of a vertex, and the name in it. */
    private static String name(UpdaterBlock.ParamState state) {
        return layerOf(state) + "_" + state.getParamName();
    }

    private static String layerOf(UpdaterBlock.ParamState state) {
        return layerOf(state.getLayer());
    }

    private static String layerOf(Trainable trainable) {
        if (trainable instanceof GraphVertex vertex) {
            return vertex.getVertexName();
        }
        return trainable instanceof Layer layer
                ? String.valueOf(layer.getIndex())
                : trainable.getConfig().getLayerName();
    }

    /** A window of one parameter; see the package's comment for the shapes. */
    private static Window window(UpdaterBlock.ParamState state, Map<String, Role> roles, Guess guess) {
        var array = state.getLayer().paramTable(false).get(state.getParamName());
        var config = state.getLayer().getConfig();
        boolean sameDiff = config instanceof AbstractSameDiffLayer || config instanceof SameDiffVertex;
        long[] shape = array.shape();
        boolean weight = isWeight(config, state.getParamName()) && shape.length > 1;
        long rows;
        boolean turned = false;
        if (!weight) {
            rows = array.length();
        } else if (shape.length == 2 && array.ordering() == 'f') {
            rows = shape[1];
            turned = config instanceof EmbeddingLayer || config instanceof EmbeddingSequenceLayer;
        } else if (array.ordering() == 'f') {
            throw new IllegalArgumentException("parameter " + name(state) + " is an array " + Arrays.toString(shape)
                    + " in column-major order, which no layer of DL4J has; keep it with a layer whose updater is NoOp");
        } else if (shape.length == 2) {
            rows = shape[0];
            turned = sameDiff;
        } else {
            rows = sameDiff ? array.length() / shape[shape.length - 1] : shape[0];
        }
        int r = Math.toIntExact(rows);
        int c = Math.toIntExact(array.length() / rows);
        var role = roles.getOrDefault(name(state), guess.role(state, weight));
        return new Window(
                name(state), role, r, c, turned, matrix(state.getParamView(), r, c), matrix(state.getGradView(), r, c));
    }

    private static INDArray matrix(INDArray flat, int rows, int cols) {
        // With 'true', a reshape that would have to copy throws: a view that does not alias is a silent bug.
        return flat.reshape('c', true, rows, cols);
    }

    private static boolean isWeight(TrainingConfig config, String name) {
        if (config instanceof SameDiffVertex vertex) {
            return vertex.getVertexParams().isWeightParam(name);
        }
        return config instanceof org.deeplearning4j.nn.conf.layers.Layer layer
                && !DefaultParamInitializer.GAIN_KEY.equals(name)
                && layer.initializer().isWeightParam(layer, name);
    }

    private static void refuseDecay(UpdaterBlock.ParamState state) {
        var regularization = state.getLayer().getConfig().getRegularizationByParam(state.getParamName());
        if (regularization == null) {
            return;
        }
        for (var r : regularization) {
            if (r.applyStep() == Regularization.ApplyStep.POST_UPDATER) {
                throw new IllegalArgumentException(
                        "layer " + layerOf(state) + " is configured with " + r
                                + ", which DL4J multiplies by a learning rate that it cannot see in a rule; remove it and write "
                                + "chain(…, decoupledWeightDecay(λ)) in the rule, for example adamW(1e-3) which has it already");
            }
        }
    }

    /** What a parameter does in the network, by the place of its layer. */
    private record Guess(Host network, String first, String last) {
        Guess(Host network, List<UpdaterBlock.ParamState> states) {
            this(network, firstOf(states), lastOf(states));
        }

        private static String firstOf(List<UpdaterBlock.ParamState> states) {
            return layerOf(weights(states).get(0));
        }

        private static String lastOf(List<UpdaterBlock.ParamState> states) {
            var weights = weights(states);
            return layerOf(weights.get(weights.size() - 1));
        }

        private static List<UpdaterBlock.ParamState> weights(List<UpdaterBlock.ParamState> states) {
            var weights = states.stream()
                    .filter(s -> isWeight(s.getLayer().getConfig(), s.getParamName()))
                    .toList();
            return weights.isEmpty() ? states : weights;
        }

        Role role(UpdaterBlock.ParamState state, boolean weight) {
            var config = state.getLayer().getConfig();
            if (!weight) {
                return config instanceof BatchNormalization
                                || DefaultParamInitializer.GAIN_KEY.equals(state.getParamName())
                        ? Role.NORM
                        : Role.BIAS;
            }
            if (config instanceof EmbeddingLayer || config instanceof EmbeddingSequenceLayer) {
                return Role.EMBEDDING;
            }
            var layer = layerOf(state);
            if (config instanceof BaseOutputLayer || layer.equals(last)) {
                return Role.OUTPUT;
            }
            return network.readsData(layer, first) ? Role.INPUT : Role.HIDDEN;
        }
    }
}
