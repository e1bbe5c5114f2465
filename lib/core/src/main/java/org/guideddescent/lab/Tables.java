package org.guideddescent.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.guideddescent.table.RecordTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.selection.Selection;

/** Tablesaw tables made from records, and shown as HTML. */
public final class Tables {
    private static final int SHOWN = 20;
    private static final int PAGE = 100;
    private static final int EMBEDDED = 1_000;
    private static final int CHARACTERS = 200_000;

    private Tables() {}

    /**
     * {@return a table with a row for each record and a column for each component}
     *
     * @param name of the table
     * @param rows at least one
     */
    public static Table of(String name, List<? extends Record> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("table '" + name + "' has no rows, so its columns are unknown");
        }
        return RecordTable.of(name, rows.get(0).getClass(), rows);
    }

    /** A column of numbers, with NaN for what is missing. */
    static double[] numbers(Table table, String column) {
        if (has(table, column) instanceof NumericColumn<?> numbers) {
            return numbers.asDoubleArray();
        }
        throw new IllegalArgumentException("column '" + column + "' of table '" + table.name() + "' has the type "
                + table.column(column).type().name() + "; a line needs numbers");
    }

    /** The rows of each value of a column, in the order in which the values come. */
    static Map<String, Table> groups(Table table, String column) {
        Column<?> by = has(table, column);
        Map<String, Selection> rows = new LinkedHashMap<>();
        for (int row = 0; row < table.rowCount(); row++) {
            rows.computeIfAbsent(by.getString(row), value -> Selection.with()).add(row);
        }
        Map<String, Table> groups = new LinkedHashMap<>();
        rows.forEach((value, selection) -> groups.put(value, table.where(selection)));
        return groups;
    }

    private static Column<?> has(Table table, String column) {
        if (!table.containsColumn(column)) {
            throw new IllegalArgumentException(
                    "table '" + table.name() + "' has no column '" + column + "'; it has " + table.columnNames());
        }
        return table.column(column);
    }

    /**
     * {@return the table in pages: the first 20 rows are shown, and further ones open by a click, 100 at a time, with no
     * script and so in a notebook that is not trusted too} Names, types and missing values stand in the header, numbers
     * to the right. At most 1,000 rows or 200,000 characters are in the page; below stands the shape.
     *
     * @param table to show: not modified
     */
    public static String html(Table table) {
        var html = new StringBuilder();
        int rows = table.rowCount();
        int end = Math.min(SHOWN, rows);
        page(html, table, 0, end);
        while (end < Math.min(rows, EMBEDDED) && html.length() < CHARACTERS) {
            int begin = end;
            end = Math.min(Math.min(rows, EMBEDDED), begin + PAGE);
            html.append("<details><summary>rows ")
                    .append(count(begin + 1))
                    .append(" to ")
                    .append(count(end));
            html.append("</summary>");
            page(html, table, begin, end);
            html.append("</details>\n");
        }
        html.append("<p>").append(count(rows)).append(rows == 1 ? " row × " : " rows × ");
        html.append(count(table.columnCount())).append(table.columnCount() == 1 ? " column" : " columns");
        if (end < rows) html.append("; the first ").append(count(end)).append(" are here");
        return html.append("</p>").toString();
    }

    private static void page(StringBuilder html, Table table, int begin, int end) {
        html.append("<table>");
        if (table.name() != null && begin == 0)
            html.append("<caption>").append(FigureHtml.escape(table.name())).append("</caption>");
        html.append("<thead><tr>");
        for (Column<?> column : table.columns()) {
            cell(html, "th", column, FigureHtml.escape(column.name()) + "<br><small>" + kind(column) + "</small>");
        }
        html.append("</tr></thead><tbody>\n");
        for (int row = begin; row < end; row++) {
            html.append("<tr>");
            for (Column<?> column : table.columns()) cell(html, "td", column, FigureHtml.escape(text(column, row)));
            html.append("</tr>\n");
        }
        html.append("</tbody></table>\n");
    }

    /** The type of a column, and how many of its values are missing if any are. */
    private static String kind(Column<?> column) {
        String type = column.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        int missing = column.countMissing();
        return missing == 0 ? type : type + ", " + count(missing) + " missing";
    }

    private static String count(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static void cell(StringBuilder html, String tag, Column<?> column, String content) {
        String side = column instanceof NumericColumn ? "right" : "left";
        html.append('<').append(tag).append(" style=\"text-align:").append(side).append("\">");
        html.append(content).append("</").append(tag).append('>');
    }

    private static String text(Column<?> column, int row) {
        if (column.isMissing(row)) return "";
        // Six digits say what a reader needs; getString would show 0.30000000000000004.
        if (column instanceof DoubleColumn numbers) return Claim.shown(numbers.getDouble(row));
        return column.getString(row);
    }
}
