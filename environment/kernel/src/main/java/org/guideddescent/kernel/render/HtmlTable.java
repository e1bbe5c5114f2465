package org.guideddescent.kernel.render;

import java.util.List;

/** Draws a table with tags and styles that sanitizers keep; front ends give it their own colors. */
final class HtmlTable {
    private static final int CELL = 120;

    private HtmlTable() {}

    static String of(Grid grid) {
        StringBuilder html = new StringBuilder("<table>");
        if (!grid.header().isEmpty()) {
            html.append("<thead>");
            row(html, grid, "th", grid.header());
            html.append("</thead>");
        }
        html.append("<tbody>\n");
        for (int i = 0; i < grid.rows().size(); i++) {
            omitted(html, grid, i);
            row(html, grid, "td", grid.rows().get(i));
        }
        omitted(html, grid, grid.rows().size());
        html.append("</tbody></table>\n<p>");
        return html.append(Html.escape(grid.shape())).append("</p>").toString();
    }

    private static void omitted(StringBuilder html, Grid grid, int at) {
        if (grid.omitted() > 0 && grid.omittedAfter() == at) {
            html.append("<tr><td colspan=\"").append(grid.width()).append("\" style=\"text-align:center\">… ");
            html.append(PlainText.counted(grid.omitted())).append(" more</td></tr>\n");
        }
    }

    private static void row(StringBuilder html, Grid grid, String tag, List<?> cells) {
        html.append("<tr>");
        for (int column = 0; column < cells.size(); column++) {
            String side = grid.isNumeric(column) ? "right" : "left";
            html.append('<')
                    .append(tag)
                    .append(" style=\"text-align:")
                    .append(side)
                    .append("\">");
            html.append(Html.escape(text(cells.get(column))))
                    .append("</")
                    .append(tag)
                    .append('>');
        }
        html.append("</tr>\n");
    }

    private static String text(Object cell) {
        if (cell instanceof Number number && PlainText.isSimple(cell)) {
            return Numbers.text(number);
        }
        String text = PlainText.inside(cell).replaceAll("\\s*\\R\\s*", " ");
        if (text.length() <= CELL) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(CELL - 1)) ? CELL - 1 : CELL;
        return text.substring(0, end) + "…";
    }
}
