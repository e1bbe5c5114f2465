package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
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
    void twentyRowsOfMoreAreShown() {
        double[] values = IntStream.range(0, 50).asDoubleStream().toArray();
        String html = Tables.html(Table.create("t", DoubleColumn.create("v", values)));
        assertEquals(21, html.split("<tr>", -1).length - 1);
        assertTrue(html.contains("50 rows × 1 columns; the first 20 are shown"), html);
    }

    @Test
    void tableOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Tables.of("t", List.<Row>of()));
    }
}
