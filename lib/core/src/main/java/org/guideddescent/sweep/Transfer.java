package org.guideddescent.sweep;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How the optimum of a tuned parameter moves with a scientific one, for one arm: does the best rate of a narrow network serve a
 * wide one?
 *
 * @param arm the other scientific values
 * @param scientific such as the width
 * @param parameter what is tuned, such as the rate
 * @param curves one for each value of the scientific parameter, in ascending order
 */
public record Transfer(Group arm, String scientific, String parameter, List<Tuned> curves) {
    /**
     * Copies the list.
     *
     * @param arm the other scientific values
     * @param scientific such as the width
     * @param parameter what is tuned, such as the rate
     * @param curves one for each value of the scientific parameter, in ascending order
     */
    public Transfer {
        curves = List.copyOf(curves);
    }

    /** {@return the values of the scientific parameter, to plot} */
    public double[] values() {
        return numbers(t -> t.group().number(scientific));
    }

    /** {@return the optimum at each, refined where that is possible} */
    public double[] optima() {
        return numbers(t -> t.optimum().value());
    }

    /** {@return the score of the optimum at each} */
    public double[] scores() {
        return numbers(t -> t.optimum().score());
    }

    /** {@return the last optimum less the first: in octaves if the parameter is a logarithm to base 2} */
    public double shift() {
        var optima = optima();
        return optima[optima.length - 1] - optima[0];
    }

    /** {@return whether some optimum is an end of its range, so that the shift is not to be trusted} */
    public boolean atEdge() {
        return curves.stream().anyMatch(Tuned::atEdge);
    }

    private double[] numbers(ToDoubleFunction<Tuned> of) {
        return curves.stream().mapToDouble(of).toArray();
    }
}
