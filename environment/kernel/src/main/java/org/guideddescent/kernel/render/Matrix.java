package org.guideddescent.kernel.render;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A two-dimensional array of numbers whose rows have one length: its shape, then its rows with aligned columns. */
final class Matrix {
    private Matrix() {}

    /** Empty for everything else. value: not modified. */
    static Optional<String> of(Object value) {
        Class<?> row = value.getClass().getComponentType();
        boolean numbers = row != null
                && row.isArray()
                && row.getComponentType().isPrimitive()
                && row.getComponentType() != boolean.class
                && row.getComponentType() != char.class;
        if (!numbers || !isRectangular((Object[]) value)) {
            return Optional.empty();
        }
        Object[] rows = (Object[]) value;
        String shape = row.getComponentType() + "[" + rows.length + "][" + Array.getLength(rows[0]) + "]";
        return Optional.of(shape + "\n" + aligned(cells(rows)));
    }

    private static boolean isRectangular(Object[] rows) {
        if (rows.length == 0 || rows[0] == null || Array.getLength(rows[0]) == 0) {
            return false;
        }
        for (Object row : rows) {
            if (row == null || Array.getLength(row) != Array.getLength(rows[0])) {
                return false;
            }
        }
        return true;
    }

    private static List<List<String>> cells(Object[] rows) {
        Excerpt<Object> shown = Excerpt.ofRows(Arrays.asList(rows));
        List<List<String>> cells = new ArrayList<>();
        shown.head().forEach(row -> cells.add(cells(row)));
        if (shown.omitted() > 0) {
            cells.add(List.of("… " + PlainText.counted(shown.omitted()) + " more rows"));
        }
        shown.tail().forEach(row -> cells.add(cells(row)));
        return cells;
    }

    private static List<String> cells(Object row) {
        Excerpt<Object> shown = Excerpt.ofColumns(new ArrayElements(row));
        List<String> cells = new ArrayList<>();
        shown.head().forEach(cell -> cells.add(Numbers.text((Number) cell)));
        if (shown.omitted() > 0) {
            cells.add("…");
        }
        shown.tail().forEach(cell -> cells.add(Numbers.text((Number) cell)));
        return cells;
    }

    private static String aligned(List<List<String>> rows) {
        int width = rows.stream()
                .filter(row -> row.size() > 1 || !row.get(0).startsWith("…"))
                .flatMap(List::stream)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (String cell : row) {
                line.append(" ".repeat(Math.max(0, width - cell.length()) + (line.isEmpty() ? 0 : 2)))
                        .append(cell);
            }
            boolean elision = row.size() == 1 && row.get(0).startsWith("…");
            text.append(elision ? line.toString().strip() : line).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
