package org.guideddescent.lab;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A progress bar in one line of text: steps, loss, seconds left. In a notebook or terminal the line is drawn over at most
 * every 250 ms; elsewhere, such as a log file, a new line appears at most every 10 s. For one thread.
 */
public final class Progress {
    private static final int BAR = 24;

    private final String name;
    private final long totalSteps;
    private final PrintStream out;
    private final LongSupplier nanos;
    private final boolean redraw;
    private final long started;
    private long printed;
    private long step;
    private double loss = Double.NaN;
    private int longest;

    Progress(String name, long totalSteps, PrintStream out, LongSupplier nanos, boolean redraw) {
        if (totalSteps < 1) {
            throw new IllegalArgumentException("a progress bar needs at least one step, got " + totalSteps);
        }
        this.name = name;
        this.totalSteps = totalSteps;
        this.out = out;
        this.nanos = nanos;
        this.redraw = redraw;
        this.started = nanos.getAsLong();
        this.printed = started;
    }

    /** A bar on standard output. */
    @SuppressWarnings("SystemConsoleNull") // from Java 22 on a redirected output would get carriage returns, no worse
    public static Progress of(String name, long totalSteps) {
        return new Progress(name, totalSteps, System.out, System::nanoTime, System.console() != null || isInShell());
    }

    /** Says that step steps are done, the last with this loss. */
    public void update(long doneSteps, double lastLoss) {
        step = doneSteps;
        loss = lastLoss;
        long now = nanos.getAsLong();
        long interval = redraw ? 250_000_000L : 10_000_000_000L;
        if (now - printed < interval) return;
        printed = now;
        print(line(now), false);
    }

    /** Prints the last state and ends the line. */
    public void done() {
        print(line(nanos.getAsLong()), true);
    }

    private String line(long now) {
        double seconds = (now - started) / 1e9;
        int filled = (int) (BAR * Math.min(step, totalSteps) / totalSteps);
        String bar = "█".repeat(filled) + "░".repeat(BAR - filled);
        String time = step >= totalSteps || step == 0
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.0f s left", seconds * (totalSteps - step) / step);
        return String.format(Locale.ROOT, "%s %s %d/%d  loss %.4g  %s", name, bar, step, totalSteps, loss, time);
    }

    private void print(String line, boolean last) {
        // A shorter line must cover the longer one before it.
        longest = Math.max(longest, line.length());
        String padded = redraw ? "\r" + line + " ".repeat(longest - line.length()) : line;
        if (last || !redraw) out.println(padded);
        else out.print(padded);
        out.flush();
    }

    /** Whether JShell calls us, as it does in a notebook: a kernel shows carriage returns and has no console. */
    private static boolean isInShell() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(f -> f.getClassName().startsWith("REPL.")));
    }
}
