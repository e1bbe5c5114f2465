package org.guideddescent.model;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;

/** Layers one after the other, flat: a stack of stacks is one stack. */
record Stack(List<Layer> parts) implements Layer {
    Stack {
        parts = List.copyOf(parts);
        int width = -1;
        for (var layer : parts) {
            if (width > 0 || layer.inputWidth().isPresent()) {
                width = layer.outputWidth(width > 0 ? width : layer.inputWidth().getAsInt());
            }
        }
    }

    static Stack of(Layer first, Layer second) {
        return new Stack(
                Stream.concat(first.parts().stream(), second.parts().stream()).toList());
    }

    @Override
    public OptionalInt inputWidth() {
        return parts.stream()
                .map(Layer::inputWidth)
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    @Override
    public int outputWidth(int inputWidth) {
        int width = inputWidth;
        for (var layer : parts) {
            width = layer.outputWidth(width);
        }
        return width;
    }

    @Override
    public Pass pass(Ops ops, DataType type, int rows, int inputWidth) {
        throw new IllegalStateException("a stack is run by its parts; give it to Network.of");
    }

    @Override
    public String toString() {
        return parts.get(0)
                + parts.stream().skip(1).map(l -> ".then(" + l + ")").collect(Collectors.joining());
    }
}
