package org.guideddescent.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.ColumnType;

class RecordTableTest {
    private enum Kind {
        RED
    }

    private record Row(long step, int size, double loss, boolean stable, String name, Kind kind) {}

    @Test
    void componentsAreColumnsOfTheirNamesAndTypes() {
        var rows = List.of(new Row(1, 2, 0.5, true, "a", Kind.RED), new Row(3, 4, 0.25, false, "b", Kind.RED));
        var table = RecordTable.of("rows", Row.class, rows);
        assertEquals("rows", table.name());
        assertEquals(List.of("step", "size", "loss", "stable", "name", "kind"), table.columnNames());
        assertEquals(
                List.of(
                        ColumnType.LONG,
                        ColumnType.INTEGER,
                        ColumnType.DOUBLE,
                        ColumnType.BOOLEAN,
                        ColumnType.STRING,
                        ColumnType.STRING),
                List.of(table.typeArray()));
        assertEquals(3, table.longColumn("step").getLong(1));
        assertEquals(4, table.intColumn("size").getInt(1));
        assertEquals(0.25, table.doubleColumn("loss").getDouble(1));
        assertEquals(false, table.booleanColumn("stable").get(1));
        assertEquals("b", table.stringColumn("name").get(1));
        assertEquals("RED", table.stringColumn("kind").get(1));
    }

    @Test
    void whatIsNoNumberIsMissingAndAnInfinityIsNot() {
        var rows = List.of(
                new Row(1, 1, Double.NaN, true, "a", Kind.RED),
                new Row(2, 1, Double.POSITIVE_INFINITY, true, "a", Kind.RED));
        var losses = RecordTable.of("rows", Row.class, rows).doubleColumn("loss");
        assertTrue(losses.isMissing(0));
        assertEquals(Double.POSITIVE_INFINITY, losses.getDouble(1));
    }

    @Test
    void aTableOfNothingStillHasItsColumns() {
        var table = RecordTable.of("rows", Row.class, List.of());
        assertEquals(0, table.rowCount());
        assertEquals(List.of("step", "size", "loss", "stable", "name", "kind"), table.columnNames());
    }
}
