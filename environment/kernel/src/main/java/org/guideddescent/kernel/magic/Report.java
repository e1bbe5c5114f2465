package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.guideddescent.kernel.render.Html;

/** A small table, as aligned text and as HTML. */
record Report(List<String> columns, List<List<String>> rows) {

    DisplayData shown() {
        DisplayData data = new DisplayData(text());
        data.putHTML(html());
        return data;
    }

    String text() {
        List<List<String>> all = new ArrayList<>(rows);
        all.add(0, columns);
        int[] widths = IntStream.range(0, columns.size())
                .map(c -> all.stream()
                        .flatMap(row -> row.get(c).lines())
                        .mapToInt(String::length)
                        .max()
                        .orElse(0))
                .toArray();
        return all.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String cell = row.get(c).replace("\n", " ");
            line.append(cell).append(" ".repeat(Math.max(0, widths[c] - cell.length()) + 2));
        }
        return line.toString().stripTrailing();
    }

    private String html() {
        String head = columns.stream().map(c -> cell("th", c)).collect(Collectors.joining());
        String body = rows.stream()
                .map(row -> row.stream().map(c -> cell("td", c)).collect(Collectors.joining("", "<tr>", "</tr>")))
                .collect(Collectors.joining("\n"));
        return "<table><thead><tr>" + head + "</tr></thead><tbody>\n" + body + "\n</tbody></table>";
    }

    private static String cell(String tag, String text) {
        return "<" + tag + " style=\"text-align:left\">" + Html.escape(text).replace("\n", "<br>") + "</" + tag + ">";
    }
}
