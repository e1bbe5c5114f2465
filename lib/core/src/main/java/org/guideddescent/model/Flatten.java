package org.guideddescent.model;

/** All numbers of an example as one vector: {@code maxPool(2).then(flatten()).then(linear(1568, 10))}. Moves nothing. */
public record Flatten() implements Layer {
    @Override
    public Shape output(Shape input) {
        return Shape.flat(input.numbers());
    }

    @Override
    public Pass pass(Setting setting) {
        return new Given.Through(setting, output(setting.input()));
    }

    @Override
    public String toString() {
        return "flatten()";
    }
}
