package org.guideddescent.scaling;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.guideddescent.table.RecordTable;
import tech.tablesaw.api.Table;

/**
 * How a matrix [out × in] and its update stand to the spectral condition, under which both numbers are the same for all
 * shapes.
 * <pre>  ‖W‖₂ √(in / out)          ‖ΔW‖₂ √(in / out)  </pre>
 * Yang et al., 2023, Condition 1, arXiv:2310.17813.
 *
 * @param parameter its name
 * @param out rows
 * @param in columns
 * @param weight the first number, before the update
 * @param update the second
 */
public record SpectralCondition(String parameter, int out, int in, double weight, double update) {
    /**
     * {@return the condition of every matrix that is not a table, in the order of memory} Neither is modified.
     *
     * @param before parameters before the update
     * @param after parameters after it, of the same layout
     */
    public static List<SpectralCondition> of(ParamVector before, ParamVector after) {
        return before.layout().params().stream()
                .filter(p -> p.isMatrix() && Growth.in(p) == p.cols())
                .map(p -> of(p, before, after))
                .toList();
    }

    /**
     * {@return the condition of the update by one step of the setup on a batch}
     *
     * @param setup network, rule and start
     * @param batch what the step is taken on
     * @param seed of the first values
     */
    public static List<SpectralCondition> of(Setup setup, Batch batch, long seed) {
        var steps = new Steps(setup, batch.inputs().dataType(), seed);
        var before = steps.weights().copy();
        steps.take(batch);
        return of(before, steps.weights());
    }

    private static SpectralCondition of(Param p, ParamVector before, ParamVector after) {
        double unit = Math.sqrt((double) p.cols() / p.rows());
        return new SpectralCondition(
                p.name(),
                p.rows(),
                p.cols(),
                unit * SpectralNorm.of(before.view(p)),
                unit * SpectralNorm.of(after.view(p).sub(before.view(p))));
    }

    /**
     * {@return the conditions as a table: parameter, out, in, weight and update, in units of √(out / in)}
     *
     * @param rows such as those of {@link #of(ParamVector, ParamVector)}
     */
    public static Table table(List<SpectralCondition> rows) {
        return RecordTable.of("spectral condition", SpectralCondition.class, rows);
    }

    /**
     * {@return the largest of a number over the least, such as {@code spread(rows, SpectralCondition::update)}; 1 at
     * best}
     *
     * @param rows at least one
     * @param number which number of a row
     */
    public static double spread(List<SpectralCondition> rows, ToDoubleFunction<SpectralCondition> number) {
        var numbers = rows.stream().mapToDouble(number).summaryStatistics();
        return numbers.getMax() / numbers.getMin();
    }
}
