package org.guideddescent.javadoc;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page of Javadoc, with its formulas in TeX and its papers linked.
 *
 * <p>A preformatted block becomes a table. Its cells are what two or more blanks divide, and cells that began in one column still do. A
 * cell carries its text and, beside it, the same in TeX; a script draws the TeX, so that without scripts the text remains.
 */
record Page(String html, boolean hasFormulas) {
    private static final Pattern BLOCK = Pattern.compile("<pre>(?!<code)(.*?)</pre>", Pattern.DOTALL);
    private static final Pattern MATHEMATICS = Pattern.compile(" = |[\\p{IsGreek}←−√⊙≤≥≈∝·‖∇∂×∞⟨⌊½ᵀ²₀-₉ᵢₜ]");
    private static final Pattern CODE = Pattern.compile(";\\s*$", Pattern.MULTILINE);
    private static final Pattern CELL = Pattern.compile("\\S(?:[^\\n ]| (?! ))*");
    private static final Pattern PAPER =
            Pattern.compile("arXiv:((?:[a-z-]+(?:\\.[A-Z]{2})?/\\d{7}|\\d{4}\\.\\d{4,5})(?:v\\d+)?)"
                    + "|(?:doi:|DOI |(?<![\\w/.])(?=10\\.\\d{4,9}/))(10\\.\\d{4,9}/[^\\s<>\"&;,)]*[\\w])");
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*>|<!--.*?-->", Pattern.DOTALL);

    /** The finished page. root: the way from the page to the folder of the site, empty or ending in a slash. */
    static Page of(String html, String root) {
        Matcher blocks = BLOCK.matcher(html);
        String typeset = blocks.replaceAll(block -> Matcher.quoteReplacement(table(block)));
        boolean formulas = typeset.contains("data-tex=");
        if (formulas) {
            typeset = typeset.replaceFirst("</head>", Matcher.quoteReplacement(head(root)));
        }
        return new Page(linked(typeset), formulas);
    }

    private static String head(String root) {
        return """
                <link rel="stylesheet" href="%1$skatex/katex.min.css">
                <link rel="stylesheet" href="%1$sformulas.css">
                <script defer src="%1$skatex/katex.min.js"></script>
                <script defer src="%1$sformulas.js"></script>
                </head>""".formatted(root);
    }

    /** The block as it was where nothing in it is a formula. */
    private static String table(MatchResult block) {
        String text = block.group(1);
        if (!MATHEMATICS.matcher(text).find() || CODE.matcher(text).find()) {
            return block.group();
        }
        List<List<MatchResult>> lines = new ArrayList<>();
        var starts = new TreeSet<Integer>();
        for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
            List<MatchResult> cells = CELL.matcher(line).results().toList();
            lines.add(cells);
            cells.forEach(c -> starts.add(c.start()));
        }
        var rows = new StringBuilder();
        boolean formula = false;
        for (List<MatchResult> cells : lines) {
            rows.append("<tr>");
            int before = starts.headSet(cells.get(0).start()).size();
            if (before > 0) {
                rows.append("<td colspan=\"").append(before).append("\"></td>");
            }
            for (int i = 0; i < cells.size(); i++) {
                int from = cells.get(i).start();
                int columns = i + 1 < cells.size()
                        ? starts.subSet(from, cells.get(i + 1).start()).size()
                        : starts.tailSet(from).size();
                String cell = cell(cells.get(i).group());
                formula |= cell.contains("data-tex=");
                rows.append("<td colspan=\"")
                        .append(columns)
                        .append("\">")
                        .append(cell)
                        .append("</td>");
            }
            rows.append("</tr>\n");
        }
        return formula ? "<table class=\"formulas\" role=\"presentation\">\n" + rows + "</table>" : block.group();
    }

    private static String cell(String html) {
        if (html.contains("<")) {
            return html;
        }
        String text = html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        return Tex.of(text)
                .map(tex -> "<span class=\"formula\" data-tex=\"" + escaped(tex) + "\">" + html + "</span>")
                .orElse(html);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("\"", "&quot;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    /** Links papers in the text of a page: not in tags, scripts, titles, code or what is a link already. */
    private static String linked(String html) {
        var out = new StringBuilder();
        Matcher tags = TAG.matcher(html);
        int at = 0;
        int closed = 0;
        while (tags.find()) {
            String text = html.substring(at, tags.start());
            out.append(closed > 0 ? text : links(text)).append(tags.group());
            at = tags.end();
            String name = tags.group(2);
            if (name != null
                    && List.of("a", "script", "title", "code", "button").contains(name)) {
                closed = Math.max(0, closed + (tags.group(1).isEmpty() ? 1 : -1));
            }
        }
        return out.append(html.substring(at)).toString();
    }

    private static String links(String text) {
        return PAPER.matcher(text).replaceAll(m -> {
            String address =
                    m.group(1) != null ? "https://arxiv.org/abs/" + m.group(1) : "https://doi.org/" + m.group(2);
            return Matcher.quoteReplacement(
                    "<a href=\"" + address + "\" class=\"external-link\">" + m.group() + "</a>");
        });
    }
}
