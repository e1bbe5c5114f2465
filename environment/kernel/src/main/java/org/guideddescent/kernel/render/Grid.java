package org.guideddescent.kernel.render;

import java.util.List;

/**
 * A table before it is drawn.
 *
 * @param header names of the columns; empty for a table without a head
 * @param rows the rows that are shown; each has as many cells as the others
 * @param omittedAfter after how many of them rows are left out
 * @param omitted how many are
 * @param shape what stands below it
 */
record Grid(List<String> header, List<List<Object>> rows, int omittedAfter, long omitted, String shape) {
    /** Whether every value of the column is a number or missing, and one is a number. */
    boolean isNumeric(int column) {
        boolean any = rows.stream().anyMatch(row -> row.get(column) instanceof Number);
        return any
                && rows.stream().map(row -> row.get(column)).allMatch(cell -> cell == null || cell instanceof Number);
    }

    int width() {
        return rows.isEmpty() ? header.size() : rows.get(0).size();
    }
}
