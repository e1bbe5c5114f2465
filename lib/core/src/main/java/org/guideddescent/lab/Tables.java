package org.guideddescent.lab;

import java.lang.reflect.RecordComponent;
import java.util.List;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Tablesaw tables made from records, and shown as HTML. */
public final class Tables {
    private static final int SHOWN = 20;

    private Tables() {}

    /** A table with a row for each record and a column for each component. rows must not be empty. */
    public static Table of(String name, List<? extends Record> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("table '" + name + "' has no rows, so its columns are unknown");
        }
        Table table = Table.create(name);
        for (RecordComponent component : rows.get(0).getClass().getRecordComponents()) {
            table.addColumns(column(component, rows));
        }
        return table;
    }

    /** The first 20 rows, numbers to the right, and the shape. */
    public static String html(Table table) {
        var html = new StringBuilder("<table>");
        if (table.name() != null)
            html.append("<caption>").append(FigureHtml.escape(table.name())).append("</caption>");
        html.append("<thead><tr>");
        for (Column<?> column : table.columns()) cell(html, "th", column, column.name());
        html.append("</tr></thead><tbody>");
        int shown = Math.min(SHOWN, table.rowCount());
        for (int row = 0; row < shown; row++) {
            html.append("<tr>");
            for (Column<?> column : table.columns()) cell(html, "td", column, text(column, row));
            html.append("</tr>\n");
        }
        html.append("</tbody></table><p>").append(table.rowCount()).append(" rows × ");
        html.append(table.columnCount()).append(" columns");
        if (shown < table.rowCount()) html.append("; the first ").append(shown).append(" are shown");
        return html.append("</p>").toString();
    }

    private static void cell(StringBuilder html, String tag, Column<?> column, String text) {
        String side = column instanceof NumericColumn ? "right" : "left";
        html.append('<').append(tag).append(" style=\"text-align:").append(side).append("\">");
        html.append(FigureHtml.escape(text)).append("</").append(tag).append('>');
    }

    private static String text(Column<?> column, int row) {
        if (column.isMissing(row)) return "";
        // Six digits say what a reader needs; getString would show 0.30000000000000004.
        if (column instanceof DoubleColumn numbers) return Claim.shown(numbers.getDouble(row));
        return column.getString(row);
    }

    private static Column<?> column(RecordComponent component, List<? extends Record> rows) {
        String name = component.getName();
        Class<?> type = component.getType();
        List<Object> values = rows.stream().map(row -> value(component, row)).toList();
        if (type == double.class || type == float.class) {
            return DoubleColumn.create(
                    name, values.stream().map(Number.class::cast).toArray(Number[]::new));
        }
        if (type == int.class) return IntColumn.create(name, values.toArray(Integer[]::new));
        if (type == long.class) {
            return LongColumn.create(
                    name, values.stream().mapToLong(Long.class::cast).toArray());
        }
        if (type == boolean.class) return BooleanColumn.create(name, values.toArray(Boolean[]::new));
        return StringColumn.create(name, values.stream().map(String::valueOf).toList());
    }

    private static Object value(RecordComponent component, Record row) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return String.class == component.getType() && accessor.invoke(row) == null ? "" : accessor.invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot read " + component.getName() + " of " + row, e);
        }
    }
}
