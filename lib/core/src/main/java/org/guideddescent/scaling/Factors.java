package org.guideddescent.scaling;

import java.util.List;
import org.guideddescent.rule.Transform;
import org.guideddescent.table.RecordTable;
import tech.tablesaw.api.Table;

/**
 * What a parameter's numbers are multiplied by.
 *
 * @param parameter its name
 * @param shape out × in
 * @param initial the first values
 * @param rate the rate
 * @param decay λ of decay that the rate scales
 * @param coupledDecay λ of decay that joins the gradient
 * @param epsilon ε of Adam, alone or in SOAP
 */
public record Factors(
        String parameter,
        String shape,
        double initial,
        double rate,
        double decay,
        double coupledDecay,
        double epsilon) {
    /**
     * {@return the factors as a table: parameter, shape, and what first values, rate, decays and ε are multiplied by}
     *
     * @param rows such as those of {@link Scaling#table(Transform)}
     */
    public static Table table(List<Factors> rows) {
        return RecordTable.of("factors", Factors.class, rows);
    }
}
