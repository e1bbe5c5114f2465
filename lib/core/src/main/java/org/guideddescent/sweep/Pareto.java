package org.guideddescent.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.guideddescent.table.RecordTable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.Table;

/**
 * What a good score costs: configurations by cost and score, and the front of those that no other one beats in both.
 *
 * @param cost what they cost
 * @param all every configuration that ended
 */
public record Pareto(Cost cost, List<Candidate> all) {
    /**
     * A configuration.
     *
     * @param group its values
     * @param cost the median over seeds
     * @param score the median over seeds
     */
    public record Candidate(Group group, double cost, double score) {}

    /**
     * Copies the list.
     *
     * @param cost what they cost
     * @param all every configuration that ended
     */
    public Pareto {
        all = List.copyOf(all);
    }

    /** {@return those that no other one beats or equals at less or equal cost, the cheapest first; of twins the first} */
    public List<Candidate> front() {
        var front = new ArrayList<Candidate>();
        all.stream()
                .filter(c -> Double.isFinite(c.cost) && Double.isFinite(c.score))
                .sorted(Comparator.comparingDouble(Candidate::cost).thenComparingDouble(Candidate::score))
                .forEach(c -> {
                    if (front.isEmpty() || c.score < front.get(front.size() - 1).score) {
                        front.add(c);
                    }
                });
        return front;
    }

    /** {@return the costs of the front, to plot} */
    public double[] costs() {
        return front().stream().mapToDouble(Candidate::cost).toArray();
    }

    /** {@return the scores of the front, to plot} */
    public double[] scores() {
        return front().stream().mapToDouble(Candidate::score).toArray();
    }

    /**
     * {@return every configuration as a table: group, which is the text of its values, cost in steps or seconds, score,
     * and front, whether it is one of the front}
     */
    public Table table() {
        var best = front();
        return RecordTable.of("pareto", Candidate.class, all)
                .addColumns(BooleanColumn.create(
                        "front", all.stream().map(best::contains).toList()));
    }
}
