package org.guideddescent.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layers one after the other. Composition is associative: a stack of stacks is one flat list.
 *
 * @param layers first to last, at least one, each fitting the one before
 */
public record Stack(List<Layer> layers) implements Layer {
    /**
     * Refuses a stack without layers, or of layers that do not fit each other.
     *
     * @param layers first to last, at least one, each fitting the one before
     * @throws IllegalArgumentException if there is no layer, or one does not take what the one before it gives
     */
    public Stack {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a stack needs at least one layer, e.g. linear(784, 10)");
        }
        // Until a layer says what it needs, any shape fits.
        var shape = Optional.<Shape>empty();
        for (var layer : layers) {
            shape = shape.or(layer::input).map(layer::output);
        }
    }

    /**
     * {@return a stack of one; a stack itself}
     *
     * @param layer what to stack on
     */
    public static Stack of(Layer layer) {
        return layer instanceof Stack stack ? stack : new Stack(List.of(layer));
    }

    @Override
    public Stack then(Layer next) {
        return new Stack(
                Stream.concat(layers.stream(), of(next).layers.stream()).toList());
    }

    /** What the first layer that is particular about it needs. */
    @Override
    public Optional<Shape> input() {
        return layers.stream().flatMap(l -> l.input().stream()).findFirst();
    }

    @Override
    public Shape output(Shape input) {
        var shape = input;
        for (var layer : layers) {
            shape = layer.output(shape);
        }
        return shape;
    }

    @Override
    public void declare(Parameters parameters) {
        layers.forEach(l -> l.declare(parameters));
    }

    @Override
    public void initialize(RandomGenerator random, double gain, INDArray[] params) {
        int from = 0;
        for (var layer : layers) {
            int to = from + Parameters.of(layer).size();
            layer.initialize(random, gain, Arrays.copyOfRange(params, from, to));
            from = to;
        }
    }

    @Override
    public double gain() {
        return layers.stream().mapToDouble(Layer::gain).max().orElseThrow();
    }

    @Override
    public Pass pass(Setting setting) {
        return new Chain(layers, setting);
    }

    @Override
    public Layer evaluated(Pass pass) {
        var chain = (Chain) pass;
        var those = new ArrayList<Layer>();
        for (int i = 0; i < layers.size(); i++) {
            those.add(layers.get(i).evaluated(chain.inner(i)));
        }
        return new Stack(those);
    }

    /** The code that makes it. */
    @Override
    public String toString() {
        return layers.get(0)
                + layers.stream().skip(1).map(l -> ".then(" + l + ")").collect(Collectors.joining());
    }
}
