package org.guideddescent.data;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** Reads tables of comma-separated values, plain or gzipped, into Tablesaw. */
public final class Csv {
    private Csv() {}

    /**
     * {@return a table whose first line names the columns}
     *
     * @param file UTF-8, plain or gzipped
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public static Table read(Path file) {
        return read(file, true, ',');
    }

    /**
     * {@return a table without a line of names; Tablesaw names the columns C0, C1, …}
     *
     * @param file UTF-8, plain or gzipped
     */
    public static Table readWithoutHeader(Path file) {
        return read(file, false, ',');
    }

    /**
     * {@return a table with another separator, such as ' '}
     *
     * @param file UTF-8, plain or gzipped
     * @param header whether the first line names the columns
     * @param separator what stands between two values
     */
    public static Table read(Path file, boolean header, char separator) {
        // Whole file in memory: type detection reads it twice, and a gzip stream can be read once.
        var text = new String(Content.of(file), StandardCharsets.UTF_8);
        var table = Table.read()
                .usingOptions(CsvReadOptions.builder(new StringReader(text))
                        .header(header)
                        .separator(separator)
                        .sample(false)
                        .build());
        return table.setName(file.getFileName().toString());
    }

    /**
     * {@return the numeric columns as a DOUBLE matrix [rows × columns], in the order of the names; a missing number is
     * NaN}
     *
     * @param table with at least one numeric column: not modified
     * @param columns names; none means every numeric column
     * @throws IllegalArgumentException if a named column is not numeric, or no column is
     */
    public static INDArray matrix(Table table, String... columns) {
        var names = columns.length > 0
                ? List.of(columns)
                : table.columns().stream()
                        .filter(NumericColumn.class::isInstance)
                        .map(c -> c.name())
                        .toList();
        if (names.isEmpty() || table.rowCount() == 0) {
            throw new IllegalArgumentException(
                    "table " + table.name() + " has no numbers; its columns are " + table.columnNames());
        }
        var matrix = new double[table.rowCount()][names.size()];
        for (int j = 0; j < names.size(); j++) {
            if (!table.containsColumn(names.get(j))
                    || !(table.column(names.get(j)) instanceof NumericColumn<?> column)) {
                throw new IllegalArgumentException("table " + table.name() + " has no numeric column '" + names.get(j)
                        + "'; its columns are " + table.columnNames());
            }
            for (int i = 0; i < matrix.length; i++) {
                matrix[i][j] = column.getDouble(i);
            }
        }
        return Nd4j.createFromArray(matrix);
    }
}
