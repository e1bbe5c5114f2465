package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TablesTest {
    private record Row(String optimizer, double loss, int steps, long bytes, boolean stable) {}

    @Test
    void recordsBecomeTypedColumns() {
        Table table =
                Tables.of("runs", List.of(new Row("SGD", 0.5, 10, 4L, true), new Row("Muon", 0.25, 5, 8L, false)));
        assertEquals(List.of("optimizer", "loss", "steps", "bytes", "stable"), table.columnNames());
        assertEquals(0.25, table.doubleColumn("loss").get(1));
        assertEquals(15, table.intColumn("steps").sum());
        assertEquals("Muon", table.stringColumn("optimizer").get(1));
    }

    @Test
    void htmlEscapesMarkup() {
        String html = Tables.html(Tables.of("a<b", List.of(new Row("<script>", 1, 1, 1, true))));
        assertTrue(html.contains("&lt;script&gt;") && html.contains("a&lt;b"), html);
        assertFalse(html.contains("<script"), html);
    }

    @Test
    void numbersStandOnTheRight() {
        String html = Tables.html(Tables.of("t", List.of(new Row("x", 0.1 + 0.2, 1, 1, true))));
        assertTrue(html.contains("<td style=\"text-align:right\">0.3</td>"), html);
        assertTrue(html.contains("<td style=\"text-align:left\">x</td>"), html);
    }

    @Test
    void furtherRowsOpenByAClickAndEachIsThereOnce() {
        int[] values = IntStream.range(0, 250).toArray();
        String html = Tables.html(Table.create("t", IntColumn.create("v", values)));
        for (int value : values) {
            assertEquals(1, html.split(">" + value + "</td>", -1).length - 1, "value " + value);
        }
        assertTrue(html.indexOf(">19</td>") < html.indexOf("<details>"), html);
        assertTrue(html.indexOf("<details>") < html.indexOf(">20</td>"), html);
        assertTrue(html.contains("<summary>rows 21 to 120</summary>"), html);
        assertTrue(html.contains("<summary>rows 221 to 250</summary>"), html);
        assertTrue(html.endsWith("<p>250 rows × 1 column</p>"), html);
        assertFalse(html.contains("<script"), html);
    }

    @Test
    void aLongTableIsBounded() {
        double[] values = IntStream.range(0, 100_000).asDoubleStream().toArray();
        String html = Tables.html(Table.create("t", DoubleColumn.create("v", values)));
        assertTrue(html.endsWith("<p>100,000 rows × 1 column; the first 1,000 are here</p>"), html);
        Table wide = Table.create("wide");
        for (int i = 0; i < 50; i++) wide.addColumns(DoubleColumn.create("c" + i, values));
        assertTrue(Tables.html(wide).length() < 600_000);
    }

    @Test
    void headerSaysTypesAndMissingValues() {
        DoubleColumn holed = DoubleColumn.create("loss", 1, 2);
        holed.appendMissing();
        String html = Tables.html(Table.create("t", holed, StringColumn.create("name", "a", "b", "c")));
        assertTrue(html.contains("loss<br><small>double, 1 missing</small>"), html);
        assertTrue(html.contains("name<br><small>string</small>"), html);
    }

    @Test
    void tableOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Tables.of("t", List.<Row>of()));
    }
}
