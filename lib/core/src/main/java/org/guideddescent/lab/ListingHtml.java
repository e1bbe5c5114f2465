package org.guideddescent.lab;

import org.guideddescent.optimizers.Listing;
import org.guideddescent.rule.Family;

/** The listing of optimizers as one HTML table, a heading for each family. */
final class ListingHtml {
    private ListingHtml() {}

    static String of(Listing listing) {
        var html = new StringBuilder("<table><thead><tr>");
        for (var title : new String[] {"written", "does", "source"}) {
            html.append(left("th", title));
        }
        html.append("</tr></thead><tbody>\n");
        for (var family : Family.values()) {
            var entries = listing.of(family).entries();
            if (!entries.isEmpty()) {
                html.append("<tr><th colspan=\"3\" style=\"text-align:left\">")
                        .append(FigureHtml.escape(family.title()))
                        .append("</th></tr>\n");
            }
            for (var e : entries) {
                html.append("<tr>")
                        .append(left("td", "<code>" + FigureHtml.escape(e.call()) + "</code>"))
                        .append(left("td", FigureHtml.escape(e.says())))
                        .append(left("td", FigureHtml.escape(e.source())))
                        .append("</tr>\n");
            }
        }
        return html.append("</tbody></table><p>")
                .append(listing.entries().size())
                .append(" names; most have overloads and records with all their numbers</p>")
                .toString();
    }

    // Notebook pages set tables to the right, which suits numbers and not sentences.
    private static String left(String tag, String content) {
        return "<" + tag + " style=\"text-align:left\">" + content + "</" + tag + ">";
    }
}
