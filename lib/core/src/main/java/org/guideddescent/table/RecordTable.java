package org.guideddescent.table;

import java.lang.reflect.RecordComponent;
import java.util.List;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Tablesaw tables made from records. Numbers and truths keep their type, NaN is a missing value as everywhere in Tablesaw, and
 * all else is text.
 */
public final class RecordTable {
    private RecordTable() {}

    /**
     * {@return a table with a row for each record and a column for each component, under its name}
     *
     * @param name of the table
     * @param type of the records, which gives the columns even if there are no rows
     * @param rows in their order
     */
    public static Table of(String name, Class<? extends Record> type, List<? extends Record> rows) {
        Table table = Table.create(name);
        for (RecordComponent component : type.getRecordComponents()) {
            table.addColumns(column(component, rows));
        }
        return table;
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
            var value = accessor.invoke(row);
            return value == null ? "" : value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot read " + component.getName() + " of " + row, e);
        }
    }
}
