package org.guideddescent.curvature;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.table.RecordTable;
import tech.tablesaw.api.Table;

/**
 * The loss over a plane, f(θ + α d + β e).
 *
 * @param at the numbers that α and β take, ascending
 * @param losses a list for each β, of the losses for each α
 */
public record LossPlane(List<Double> at, List<List<Double>> losses) {
    /**
     * Copies the lists.
     *
     * @param at the numbers that α and β take, ascending
     * @param losses a list for each β, of the losses for each α
     */
    public LossPlane {
        at = List.copyOf(at);
        losses = losses.stream().map(List::copyOf).toList();
    }

    /**
     * {@return the losses as a heat map shows them: α grows to the right, β upward, so that row 0 has the largest β}
     */
    public double[][] cells() {
        var cells = new double[losses.size()][];
        for (int i = 0; i < cells.length; i++) {
            cells[cells.length - 1 - i] =
                    losses.get(i).stream().mapToDouble(x -> x).toArray();
        }
        return cells;
    }

    /**
     * {@return the plane as a table, a row for each point, α changing first: alpha in lengths of d, beta in lengths of e,
     * and loss}
     */
    public Table table() {
        var rows = new ArrayList<Row>();
        for (int i = 0; i < losses.size(); i++) {
            for (int j = 0; j < at.size(); j++) {
                rows.add(new Row(at.get(j), at.get(i), losses.get(i).get(j)));
            }
        }
        return RecordTable.of("plane", Row.class, rows);
    }

    private record Row(double alpha, double beta, double loss) {}

    static LossPlane of(Walk walk, double from, double to, int points) {
        var at = Lists.grid(from, to, points);
        return new LossPlane(
                at,
                at.stream()
                        .map(b -> at.stream().map(a -> walk.loss(a, b)).toList())
                        .toList());
    }
}
