package org.guideddescent.lab;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.guideddescent.kernel.spi.ProgressBar;
import org.guideddescent.train.Trainer;

/**
 * A progress bar: steps, loss, seconds left. In our kernel it is one display that is replaced in place, whatever the cell
 * prints meanwhile; in a terminal or under another kernel a line is drawn over. Both at most every 250 ms. Elsewhere, such
 * as a log file, a new line appears at most every 10 s. For one thread.
 *
 * <p>A trainer takes it as it is, {@code trainer.showing(Progress.of("AdamW", steps))}; a loop of one's own calls {@link #update}
 * and {@link #done}.
 */
public final class Progress implements Trainer.Progress {
    private static final int BAR = 24;
    private static final long REDRAW = 250_000_000L;
    private static final long LOG = 10_000_000_000L;

    /** Where a bar is shown. */
    interface Screen {
        /** note: what stands behind the count; last: nothing comes after it. */
        void show(long step, String note, boolean last);
    }

    private final long totalSteps;
    private final LongSupplier nanos;
    private final Screen screen;
    private final long interval;
    private long started;
    private long startedAt;
    private long shown;
    private long step;
    private double loss = Double.NaN;

    Progress(long totalSteps, LongSupplier nanos, Screen screen, long interval) {
        if (totalSteps < 1) {
            throw new IllegalArgumentException("a progress bar needs at least one step, got " + totalSteps);
        }
        this.totalSteps = totalSteps;
        this.nanos = nanos;
        this.screen = screen;
        this.interval = interval;
        this.started = nanos.getAsLong();
        this.shown = started;
    }

    Progress(String name, long totalSteps, PrintStream out, LongSupplier nanos, boolean redraw) {
        this(totalSteps, nanos, new Line(name, totalSteps, out, redraw), redraw ? REDRAW : LOG);
    }

    /**
     * {@return a bar where this program's user looks}
     *
     * @param name before the bar
     * @param totalSteps steps in all, at least 1
     */
    @SuppressWarnings("SystemConsoleNull") // from Java 22 on a redirected output would get carriage returns, no worse
    public static Progress of(String name, long totalSteps) {
        return inKernel(name, totalSteps)
                .map(screen -> new Progress(totalSteps, System::nanoTime, screen, REDRAW))
                .orElseGet(() -> new Progress(
                        name, totalSteps, System.out, System::nanoTime, System.console() != null || isInShell()));
    }

    /** Says that taken steps were done before the clock began, as in a run that is resumed. */
    @Override
    public void begin(long taken, long of) {
        started = nanos.getAsLong();
        startedAt = taken;
        step = taken;
        shown = started;
    }

    @Override
    public void at(long doneSteps, long of, double lastLoss) {
        update(doneSteps, lastLoss);
    }

    /**
     * Says how far the loop is.
     *
     * @param doneSteps steps that are done
     * @param lastLoss the loss of the last one
     */
    public void update(long doneSteps, double lastLoss) {
        step = doneSteps;
        loss = lastLoss;
        long now = nanos.getAsLong();
        if (now - shown < interval) return;
        shown = now;
        screen.show(step, note(now), false);
    }

    /** Shows the last state, and ends the line if it is one. */
    @Override
    public void done() {
        screen.show(step, note(nanos.getAsLong()), true);
    }

    private String note(long now) {
        double seconds = (now - started) / 1e9;
        String time = step >= totalSteps || step <= startedAt
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.0f s left", seconds * (totalSteps - step) / (step - startedAt));
        return String.format(Locale.ROOT, "loss %.4g  %s", loss, time);
    }

    /** Empty under other kernels and in plain programs, which have no class of our kernel or none that runs. */
    private static Optional<Screen> inKernel(String name, long totalSteps) {
        try {
            return Display.open(name, totalSteps);
        } catch (NoClassDefFoundError e) {
            return Optional.empty();
        }
    }

    /** A display of our kernel; a class of its own, because it cannot be loaded where the kernel is absent. */
    private record Display(ProgressBar bar) implements Screen {
        static Optional<Screen> open(String name, long totalSteps) {
            return ProgressBar.open(name, totalSteps).map(Display::new);
        }

        @Override
        public void show(long step, String note, boolean last) {
            bar.show(step, note);
        }
    }

    /** A line of text, drawn over or one below the other. */
    private static final class Line implements Screen {
        private final String name;
        private final long totalSteps;
        private final PrintStream out;
        private final boolean redraw;
        private int longest;

        Line(String name, long totalSteps, PrintStream out, boolean redraw) {
            this.name = name;
            this.totalSteps = totalSteps;
            this.out = out;
            this.redraw = redraw;
        }

        @Override
        public void show(long step, String note, boolean last) {
            int filled = (int) (BAR * Math.min(step, totalSteps) / totalSteps);
            String bar = "█".repeat(filled) + "░".repeat(BAR - filled);
            String line = name + " " + bar + " " + step + "/" + totalSteps + "  " + note;
            // A shorter line must cover the longer one before it.
            longest = Math.max(longest, line.length());
            String padded = redraw ? "\r" + line + " ".repeat(longest - line.length()) : line;
            if (last || !redraw) out.println(padded);
            else out.print(padded);
            out.flush();
        }
    }

    /** Whether JShell calls us, as it does in a notebook: a kernel shows carriage returns and has no console. */
    private static boolean isInShell() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(f -> f.getClassName().startsWith("REPL.")));
    }
}
