package org.guideddescent.sweep;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.guideddescent.table.RecordTable;
import tech.tablesaw.api.Table;

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

    /**
     * {@return the optima as a table: value of the scientific parameter, optimum of the tuned one, score there, refined,
     * whether the optimum is that of a parabola, and atEdge, whether it is an end of the range}
     */
    public Table table() {
        return RecordTable.of(
                parameter, Row.class, curves.stream().map(this::row).toList());
    }

    private record Row(double value, double optimum, double score, boolean refined, boolean atEdge) {}

    private Row row(Tuned curve) {
        var optimum = curve.optimum();
        return new Row(
                curve.group().number(scientific), optimum.value(), optimum.score(), optimum.refined(), curve.atEdge());
    }

    private double[] numbers(ToDoubleFunction<Tuned> of) {
        return curves.stream().mapToDouble(of).toArray();
    }
}
