package org.guideddescent.model;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Layers one after the other. Composition is associative: a stack of stacks is one flat list.
 *
 * @param layers first to last, at least one, each fitting the one before
 */
public record Stack(List<Layer> layers) {
    public Stack {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a stack needs at least one layer, e.g. linear(784, 10)");
        }
        int width = -1;
        for (var layer : layers) {
            // Until a layer says its width, any width fits.
            width = width < 0 && layer.inputWidth().isEmpty()
                    ? -1
                    : layer.outputWidth(width < 0 ? layer.inputWidth().getAsInt() : width);
        }
    }

    /** A stack of one. */
    public static Stack of(Layer layer) {
        return new Stack(List.of(layer));
    }

    /** These layers, then the next. */
    public Stack then(Layer next) {
        return then(of(next));
    }

    /** These layers, then those. */
    public Stack then(Stack next) {
        return new Stack(Stream.concat(layers.stream(), next.layers.stream()).toList());
    }

    /** Numbers in a row of input, or empty if any will do. */
    public OptionalInt inputWidth() {
        return layers.stream()
                .map(Layer::inputWidth)
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    /** The code that makes it. */
    @Override
    public String toString() {
        return layers.get(0)
                + layers.stream().skip(1).map(l -> ".then(" + l + ")").collect(Collectors.joining());
    }
}
