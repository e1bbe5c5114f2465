package org.guideddescent.kernel.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GridsTest {
    record Run(String name, double loss, Integer steps) {}

    record Wide(String first, String second) {}

    record Rule(String name, double rate) {
        @Override
        public String toString() {
            return name + "(" + rate + ")";
        }
    }

    private static String html(Object value) {
        return Grids.of(value, false).map(HtmlTable::of).orElse("");
    }

    @Test
    void recordsBecomeRowsWithNumbersOnTheRight() {
        String html = html(Arrays.asList(new Run("a", 0.1 + 0.2, 1), new Run("b", 2, null)));
        assertTrue(
                html.contains(
                        "<thead><tr><th style=\"text-align:left\">name</th><th style=\"text-align:right\">loss</th>"),
                html);
        assertTrue(html.contains("<td style=\"text-align:right\">0.3</td><td style=\"text-align:right\">1</td>"), html);
        assertTrue(html.contains("<td style=\"text-align:right\">null</td>"), html);
        assertTrue(html.endsWith("<p>2 rows × 3 columns of Run</p>"), html);
    }

    @Test
    void manyRowsShowTheFirstAndTheLast() {
        List<Run> runs =
                IntStream.range(0, 10_000).mapToObj(i -> new Run("r" + i, i, i)).toList();
        String html = html(runs);
        assertTrue(html.contains(">r9<") && html.contains(">r9995<") && html.contains("… 9,985 more"), html);
        assertFalse(html.contains(">r10<") || html.contains(">r9994<"), html);
        String queue = html(new ArrayDeque<>(runs));
        assertTrue(queue.contains(">r14<") && !queue.contains(">r9999<") && queue.contains("… 9,985 more"), queue);
    }

    @Test
    void arraysAndMapsOfRecordsAreTablesToo() {
        assertTrue(html(new Run[] {new Run("a", 1, 1)}).contains(">a<"));
        String html = html(Map.of("SGD", new Run("a", 1, 1)));
        assertTrue(html.contains(">key</th>") && html.contains(">SGD</td>") && html.contains("1 entry"), html);
    }

    @Test
    void mapsInAListShareTheirColumns() {
        String html = html(List.of(Map.of("a", 1), Map.of("b", 2)));
        assertTrue(html.contains(">a</th>") && html.contains(">b</th>"), html);
        assertTrue(html.contains("2 rows × 2 columns"), html);
    }

    @Test
    void whatFitsInALineStaysText() {
        Map<String, Integer> map = new LinkedHashMap<>(Map.of("a", 1));
        for (Object value : List.of(
                List.of(1, 2),
                Set.of(),
                map,
                new Run("a", 1, 2),
                List.of(),
                new int[] {1},
                List.of("x", new Run("a", 1, 1)))) {
            assertEquals("", html(value), value::toString);
        }
        assertTrue(Grids.of(map, true).isPresent(), "unless a table is asked for");
    }

    @Test
    void aRecordThatWritesItsOwnTextIsNoTableUnlessOneIsAskedFor() {
        Rule rule = new Rule("r".repeat(200), 0.1);
        assertEquals(Optional.empty(), Grids.of(rule, false));
        assertTrue(Grids.of(rule, true).isPresent());
    }

    @Test
    void longRecordsAndMapsAreTablesInTheirOwnOrder() {
        String html = html(new Wide("x".repeat(100), "<script>alert('1')</script>"));
        assertTrue(html.contains("&lt;script&gt;alert(&#39;1&#39;)"), html);
        assertFalse(html.contains("<script"), html);
        assertTrue(html.indexOf("first") < html.indexOf("second"), html);
        Map<String, String> map = new LinkedHashMap<>();
        for (String key : List.of("zebra", "apple", "<b>")) {
            map.put(key, "v".repeat(40));
        }
        String table = html(map);
        assertTrue(table.indexOf("zebra") < table.indexOf("apple") && table.contains("&lt;b&gt;"), table);
    }

    @Test
    void aCellIsShortWhateverItHolds() {
        String html = html(List.of(new Wide("y".repeat(1_000_000), "a\n  b")));
        assertTrue(html.length() < 1000, html);
        assertTrue(html.contains(">a b<"), html);
    }

    @Test
    void numbersHaveSixDigitsAndKeepTheirWholePart() {
        assertEquals("0.3", Numbers.text(0.1 + 0.2));
        assertEquals("0.333333", Numbers.text(1 / 3.0));
        assertEquals("1.23457E-10", Numbers.text(1.23456789e-10));
        assertEquals("1234567.89", Numbers.text(1234567.89));
        assertEquals("NaN", Numbers.text(Double.NaN));
        assertEquals("9007199254740993", Numbers.text(9007199254740993L));
        assertEquals("0.1", Numbers.text(0.1f));
    }
}
