package org.guideddescent.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A multilayer perceptron and its batch.
 *
 * @param widths of input, hidden layers and output
 * @param batch examples a step
 */
public record Shape(List<Integer> widths, int batch) {
    public Shape {
        widths = List.copyOf(widths);
        if (widths.size() < 2) {
            throw new IllegalArgumentException("a network needs at least two widths, got " + widths);
        }
    }

    /** Reads {@code 784-512-10} and a batch size. */
    public static Shape parse(String widths, String batch) {
        return new Shape(
                Arrays.stream(widths.split("-", -1)).map(Integer::valueOf).toList(), Integer.parseInt(batch));
    }

    /** The widths joined by dashes. */
    public String text() {
        return widths.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    /** Operations of the products of one step: forward, weights' gradient and, but for the first layer, inputs' gradient. */
    public double flops() {
        double sum = 0;
        for (int i = 1; i < widths.size(); i++) {
            sum += (i == 1 ? 2 : 3) * 2.0 * batch * widths.get(i - 1) * widths.get(i);
        }
        return sum;
    }
}
