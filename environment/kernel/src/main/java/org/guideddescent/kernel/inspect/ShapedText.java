package org.guideddescent.kernel.inspect;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What HTML elements mean for plain text: paragraphs, lists, lines, and text that keeps its own shape. */
final class ShapedText {
    private static final Set<String> BLOCKS = Set.of(
            "p", "ul", "ol", "dl", "table", "blockquote", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "center");
    private static final Set<String> LINES = Set.of("br", "tr", "caption", "thead", "tbody");
    private static final Set<String> LISTS = Set.of("ul", "ol", "dl");
    private static final Map<String, Integer> ITEMS = Map.of("li", 2, "dt", 0, "dd", 4);
    private static final int LABELLED = 4;

    private final WrappedText out = new WrappedText();
    private final Deque<String> open = new ArrayDeque<>();
    private StringBuilder verbatim;

    void text(String text) {
        if (verbatim != null) {
            verbatim.append(text);
        } else {
            out.text(text);
        }
    }

    void start(String element) {
        String name = element.toLowerCase(Locale.ROOT);
        if (name.equals("pre")) {
            beginVerbatim();
        } else if (name.equals("td") || name.equals("th")) {
            text("  ");
        } else if (BLOCKS.contains(name)) {
            out.paragraph();
        } else if (LINES.contains(name)) {
            out.line();
        }
        if (LISTS.contains(name)) {
            open.push(name);
        } else if (ITEMS.containsKey(name)) {
            // Most comments do not close their items.
            closeItem();
            open.push(name);
            out.indent(ITEMS.get(name));
            out.item(name.equals("li") ? "- " : "");
        }
    }

    void end(String element) {
        String name = element.toLowerCase(Locale.ROOT);
        if (name.equals("pre")) {
            endVerbatim();
        } else if (BLOCKS.contains(name)) {
            out.paragraph();
        }
        if (LISTS.contains(name) || ITEMS.containsKey(name)) {
            closeItem();
        }
        if (LISTS.contains(name) && name.equals(open.peek())) {
            open.pop();
        }
    }

    private void closeItem() {
        if (ITEMS.containsKey(String.valueOf(open.peek()))) {
            out.indent(-ITEMS.get(open.pop()));
        }
    }

    private void closeAll() {
        endVerbatim();
        while (!open.isEmpty()) {
            closeItem();
            open.poll();
        }
    }

    void beginVerbatim() {
        if (verbatim == null) {
            verbatim = new StringBuilder();
        }
    }

    void endVerbatim() {
        if (verbatim != null) {
            out.verbatim(verbatim.toString());
            verbatim = null;
        }
    }

    /** What follows is set apart from what came before. */
    void endBody() {
        closeAll();
        out.paragraph();
    }

    /** A line, or more of them with an indent, behind a label. */
    void beginLabelled(String label) {
        closeAll();
        out.indent(LABELLED);
        out.item(label + ": ");
    }

    void endLabelled() {
        closeAll();
        out.indent(-LABELLED);
        out.item("");
    }

    @Override
    public String toString() {
        closeAll();
        return out.toString();
    }
}
