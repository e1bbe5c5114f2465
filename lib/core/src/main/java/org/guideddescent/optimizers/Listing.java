package org.guideddescent.optimizers;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guideddescent.rule.Family;
import org.guideddescent.rule.Listed;
import org.guideddescent.rule.Rules;
import org.guideddescent.table.RecordTable;
import tech.tablesaw.api.Table;

/**
 * The optimizers that there are, and what goes around them: one entry for each name of the façades, whatever its overloads.
 *
 * @param entries by family, then by name
 */
public record Listing(List<Entry> entries) {
    /**
     * One optimizer.
     *
     * @param name of the factory method
     * @param family where it belongs
     * @param call how it is written, with the names of its arguments
     * @param says what it does, in one line
     * @param source authors, year, identifier
     */
    public record Entry(String name, Family family, String call, String says, String source) {}

    /**
     * Copies the list.
     *
     * @param entries by family, then by name
     */
    public Listing {
        entries = List.copyOf(entries);
    }

    /** All of {@link Optimizers} and {@link Rules}. */
    static Listing all() {
        return new Listing(Stream.of(Optimizers.class, Rules.class)
                .flatMap(facade -> Arrays.stream(facade.getDeclaredMethods()))
                .filter(m -> m.isAnnotationPresent(Listed.class))
                .map(Listing::entry)
                .sorted(Comparator.comparing(Entry::family).thenComparing(Entry::name))
                .toList());
    }

    private static Entry entry(Method m) {
        var listed = m.getAnnotation(Listed.class);
        var arguments =
                Arrays.stream(m.getParameters()).map(p -> p.getName()).collect(Collectors.joining(", ", "(", ")"));
        return new Entry(m.getName(), listed.family(), m.getName() + arguments, listed.says(), listed.source());
    }

    /**
     * {@return the entries of one family}
     *
     * @param family which one
     */
    public Listing of(Family family) {
        return new Listing(entries.stream().filter(e -> e.family() == family).toList());
    }

    /** {@return the entries as a table: name, family, call, says, which is what it does, and source} */
    public Table table() {
        return RecordTable.of("optimizers", Entry.class, entries);
    }

    /** A heading for each family, and a line for each entry. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        Family last = null;
        for (var e : entries) {
            if (e.family() != last) {
                text.append(last == null ? "" : "\n").append(e.family().title()).append('\n');
                last = e.family();
            }
            text.append(String.format("  %-34s %s (%s)%n", e.call(), e.says(), e.source()));
        }
        return text.toString();
    }
}
