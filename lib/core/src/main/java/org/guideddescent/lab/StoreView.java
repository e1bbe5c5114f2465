package org.guideddescent.lab;

import io.github.spencerpark.jupyter.kernel.display.DisplayDataRenderable;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.guideddescent.kernel.spi.LiveDisplay;
import org.guideddescent.sweep.Damage;
import org.guideddescent.sweep.Result;
import org.guideddescent.sweep.ResultStore;
import org.guideddescent.sweep.Results;
import tech.tablesaw.api.Table;

/**
 * A result store as a table that can be looked at while it fills, by this notebook or by another process.
 *
 * <pre>{@code
 * StoreView.open("results")                               // the table, and what was damaged
 * StoreView.open("results").follow(Duration.ofMinutes(5)) // the same, drawn anew as results arrive
 * }</pre>
 *
 * @param store read again by each look
 * @param sweep the name of the sweep that is shown; empty for all
 */
public record StoreView(ResultStore store, Optional<String> sweep) implements DisplayDataRenderable {
    private static final long LOOK = 1000;

    /**
     * {@return a view of all of the store in that folder}
     *
     * @param folder made if it is not there
     */
    public static StoreView open(String folder) {
        return open(Path.of(folder));
    }

    /**
     * {@return a view of all of the store in that folder}
     *
     * @param folder made if it is not there
     */
    public static StoreView open(Path folder) {
        return new StoreView(ResultStore.open(folder), Optional.empty());
    }

    /**
     * {@return a view of one sweep of it}
     *
     * @param name of the sweep
     */
    public StoreView only(String name) {
        return new StoreView(store, Optional.of(name));
    }

    /** {@return the results that are there now} */
    public Results results() {
        store.refresh();
        return sweep.map(store::results).orElseGet(store::results);
    }

    /** {@return a table of one row a run, as it is now} */
    public Table table() {
        var results = results();
        var table = results.table();
        table.setName(title(results));
        return table;
    }

    /**
     * Draws the table anew whenever results arrive, in one display of our kernel, until the time is over or this thread is
     * interrupted; elsewhere it only waits. Returns the view, whose last state then stands below the cell.
     *
     * @param time to wait in all
     * @return this view, whose last state then stands below the cell
     */
    public StoreView follow(Duration time) {
        var display = display();
        long end = System.nanoTime() + time.toNanos();
        int before = -1;
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            int now = results().size();
            if (now != before) {
                before = now;
                display.ifPresent(d -> d.accept(this));
            }
            try {
                Thread.sleep(Math.min(LOOK, Math.max(1, (end - System.nanoTime()) / 1_000_000)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return this;
    }

    @Override
    public Set<MIMEType> getSupportedRenderTypes() {
        return Set.of(MIMEType.TEXT_HTML, MIMEType.TEXT_PLAIN);
    }

    @Override
    public void render(RenderContext context) {
        context.renderIfRequested(MIMEType.TEXT_HTML, this::html);
        context.renderIfRequested(MIMEType.TEXT_PLAIN, this::text);
    }

    /** {@return the table as HTML, below it what was left out and why} */
    public String html() {
        var html = new StringBuilder(Tables.html(table()));
        damages().forEach(d -> html.append("<p>Left out: ")
                .append(FigureHtml.escape(d))
                .append("</p>"));
        return html.toString();
    }

    private String text() {
        var lines = table().print(20);
        return damages().isEmpty() ? lines : lines + "\nLeft out:\n" + String.join("\n", damages());
    }

    private String title(Results results) {
        var counts = results.all().stream()
                .collect(Collectors.groupingBy(Result::status, TreeMap::new, Collectors.counting()));
        var name = sweep.orElseGet(() -> String.join(", ", store.sweeps()));
        var parts = counts.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return parts.isEmpty() ? store.folder() + ", which is empty" : name + ": " + parts;
    }

    private List<String> damages() {
        return store.damages().stream().map(Damage::toString).toList();
    }

    private static Optional<Consumer<Object>> display() {
        try {
            return Live.open();
        } catch (NoClassDefFoundError e) {
            return Optional.empty();
        }
    }

    /** A class of its own, because it cannot be loaded where our kernel is absent. */
    private record Live(LiveDisplay display) implements Consumer<Object> {
        static Optional<Consumer<Object>> open() {
            return LiveDisplay.open().map(Live::new);
        }

        @Override
        public void accept(Object value) {
            display.show(value);
        }
    }
}
