package org.guideddescent.lab;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.guideddescent.kernel.spi.LiveDisplay;
import org.guideddescent.sweep.Plan;
import org.guideddescent.sweep.Result;
import org.guideddescent.sweep.Results;
import org.guideddescent.sweep.Sweep;
import org.guideddescent.sweep.Watcher;

/**
 * A sweep that fills in before its reader's eyes: how many trials are done, how many of them diverged or failed, how long it
 * will take, and if asked a figure of what is there so far.
 *
 * <pre>{@code
 * var sweep = Sweep.of("transfer", plan, experiment);
 * var results = sweep.watching(LiveSweep.of(sweep).drawing(r -> SweepFigures.tuning(r, "log2Rate"))).run();
 * }</pre>
 *
 * In our kernel it is one display that is replaced in place, at most once a second; elsewhere a progress bar.
 */
public final class LiveSweep implements Watcher {
    private static final long REDRAW = 1_000_000_000L;

    private final Sweep sweep;
    private final Function<Results, Optional<Figure>> figure;
    private final Function<Integer, Screen> screens;
    private final LongSupplier nanos;
    private final List<Result> there = new ArrayList<>();
    private Screen screen = (done, total, note, figure, last) -> {};
    private int first;
    private long begun;
    private long shown;

    /** Where the state is shown. */
    @FunctionalInterface
    interface Screen {
        /** figure: makes what is drawn below the bar, if anything; asked only where it can be shown. */
        void show(int done, int total, String note, Supplier<Optional<Figure>> figure, boolean last);
    }

    LiveSweep(
            Sweep sweep,
            Function<Results, Optional<Figure>> figure,
            Function<Integer, Screen> screens,
            LongSupplier nanos) {
        this.sweep = sweep;
        this.figure = figure;
        this.screens = screens;
        this.nanos = nanos;
    }

    /**
     * {@return a view of a sweep, for its own {@link Sweep#watching}}
     *
     * @param sweep to be watched
     */
    public static LiveSweep of(Sweep sweep) {
        return new LiveSweep(sweep, results -> Optional.empty(), total -> screen(sweep, total), System::nanoTime);
    }

    /**
     * {@return the same with a figure of the results so far; where it refuses them, as too few, there is none yet}
     *
     * @param draw called with the results so far
     */
    public LiveSweep drawing(Function<Results, Figure> draw) {
        return new LiveSweep(
                sweep,
                results -> {
                    try {
                        return Optional.of(draw.apply(results));
                    } catch (IllegalArgumentException e) {
                        return Optional.empty();
                    }
                },
                screens,
                nanos);
    }

    @Override
    public void started(int done, int total) {
        there.clear();
        there.addAll(sweep.results().all());
        first = done;
        begun = nanos.getAsLong();
        shown = begun;
        screen = screens.apply(total);
        show(done, total, false);
    }

    @Override
    public void finished(Result result, int done, int total) {
        there.add(result);
        long now = nanos.getAsLong();
        if (now - shown >= REDRAW) {
            shown = now;
            show(done, total, false);
        }
    }

    @Override
    public void ended(int done, int total) {
        show(done, total, true);
    }

    private void show(int done, int total, boolean last) {
        screen.show(done, total, note(done, total), this::drawn, last);
    }

    private Optional<Figure> drawn() {
        return there.isEmpty() ? Optional.empty() : figure.apply(Results.of(there, plan()));
    }

    private Plan plan() {
        return sweep.plan();
    }

    private String note(int done, int total) {
        var parts = new ArrayList<String>();
        counts().forEach((what, n) -> parts.add(n + " " + what));
        double seconds = (nanos.getAsLong() - begun) / 1e9;
        int own = done - first;
        parts.add(
                own > 0 && done < total
                        ? String.format(Locale.ROOT, "%.0f s left", seconds * (total - done) / own)
                        : String.format(Locale.ROOT, "%.1f s", seconds));
        return String.join(", ", parts);
    }

    /** What readers should know of: the statuses other than finished that there are. */
    private Map<String, Long> counts() {
        var counts = new LinkedHashMap<String, Long>();
        for (var status : List.of(Result.Status.DIVERGED, Result.Status.FAILED)) {
            long n = there.stream().filter(r -> r.status() == status).count();
            if (n > 0) {
                counts.put(status.name().toLowerCase(Locale.ROOT), n);
            }
        }
        return counts;
    }

    private static Screen screen(Sweep sweep, int total) {
        try {
            return InKernel.open(sweep.name()).orElseGet(() -> plain(sweep, total));
        } catch (NoClassDefFoundError e) {
            // Other kernels and plain programs have no class of ours.
            return plain(sweep, total);
        }
    }

    private static Screen plain(Sweep sweep, int total) {
        var bar = Progress.of(sweep.name(), Math.max(1, total));
        return (done, of, note, figure, last) -> {
            bar.update(done, Double.NaN);
            if (last) {
                bar.done();
            }
        };
    }

    /** A display of our kernel; a class of its own, because it cannot be loaded where the kernel is absent. */
    private record InKernel(String name, LiveDisplay display) implements Screen {
        static Optional<Screen> open(String name) {
            return LiveDisplay.open().map(display -> new InKernel(name, display));
        }

        @Override
        public void show(int done, int total, String note, Supplier<Optional<Figure>> figure, boolean last) {
            var data = new DisplayData();
            data.putText(name + " " + done + "/" + total + "  " + note);
            var html = new StringBuilder("<div>").append(FigureHtml.escape(name));
            html.append(" <progress max=\"")
                    .append(total)
                    .append("\" value=\"")
                    .append(done)
                    .append("\"></progress> ");
            html.append(done).append('/').append(total).append(" &nbsp;").append(FigureHtml.escape(note));
            html.append("</div>");
            // At the end the figure goes: the reader's next cell draws it, with all that figures can do.
            if (!last) {
                figure.get().ifPresent(f -> html.append("<img src=\"data:image/png;base64,")
                        .append(Png.base64(f.image()))
                        .append("\">"));
            }
            data.putHTML(html.toString());
            display.show(data);
        }
    }
}
