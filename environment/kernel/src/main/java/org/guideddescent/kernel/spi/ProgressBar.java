package org.guideddescent.kernel.spi;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.Locale;
import java.util.Optional;
import org.guideddescent.kernel.render.Html;

/**
 * A bar that stays in its place while it grows: one display of the running cell, replaced in every front end and in the
 * notebook's file. A line drawn over with carriage returns would break as soon as the cell prints something else.
 */
public final class ProgressBar {
    private static final int WIDTH = 24;

    private final LiveDisplay display;
    private final String name;
    private final long total;

    private ProgressBar(LiveDisplay display, String name, long total) {
        this.display = display;
        this.name = name;
        this.total = total;
    }

    /**
     * {@return a bar in the kernel of this process; empty where none runs}
     *
     * @param name before the bar; may be empty
     * @param total steps in all; 0 or less if unknown
     */
    public static Optional<ProgressBar> open(String name, long total) {
        return LiveDisplay.open().map(display -> new ProgressBar(display, name, total));
    }

    /**
     * Shows that done steps are done, and a note behind it.
     *
     * @param done steps so far
     * @param note behind the bar; may be empty
     */
    public void show(long done, String note) {
        DisplayData data = new DisplayData();
        data.putText(text(name, done, total, note));
        data.putHTML(html(done, note));
        display.show(data);
    }

    /**
     * {@return the bar as one line of text}
     *
     * @param name before the bar; may be empty
     * @param done steps so far
     * @param total steps in all; 0 or less if unknown
     * @param note behind the bar; may be empty
     */
    public static String text(String name, long done, long total, String note) {
        String head = name.isEmpty() ? "" : name + " ";
        if (total <= 0) {
            return head + count(done) + "  " + note;
        }
        int filled = (int) (WIDTH * Math.min(done, total) / total);
        String bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
        return head + bar + " " + count(done) + "/" + count(total) + "  " + note;
    }

    /** The browser draws the bar, in the colors of its theme; sanitizers keep it. */
    private String html(long done, String note) {
        String count = total > 0 ? count(done) + "/" + count(total) : count(done);
        String bar =
                total > 0 ? "<progress max=\"" + total + "\" value=\"" + Math.min(done, total) + "\"></progress> " : "";
        return "<div>" + Html.escape(name) + " " + bar + count + " &nbsp;" + Html.escape(note) + "</div>";
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%d", count);
    }
}
