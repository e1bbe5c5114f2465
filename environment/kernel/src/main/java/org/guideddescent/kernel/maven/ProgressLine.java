package org.guideddescent.kernel.maven;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/** One line that is written over again while files arrive; silent when none does. */
final class ProgressLine implements Progress {
    private static final long PAUSE_NANOS = 100_000_000;

    private final PrintStream out;
    private long arrivedBytes;
    private int shown;
    private long last = System.nanoTime() - PAUSE_NANOS;
    private boolean cancelled;

    ProgressLine(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void at(String file, long bytes, long total) {
        if (cancelled) {
            throw new CancellationException("the cell was interrupted");
        }
        long now = System.nanoTime();
        if (now - last >= PAUSE_NANOS) {
            last = now;
            String of = total > 0 ? " of " + size(total) : "";
            String all = arrivedBytes > 0 ? ", " + size(arrivedBytes) + " before" : "";
            write("downloading " + file + ": " + size(bytes) + of + all);
        }
    }

    @Override
    public synchronized void arrived(String file, long bytes) {
        arrivedBytes += bytes;
    }

    /** From now on each download ends at its next bytes, and nothing is written any more. */
    synchronized void cancel() {
        write("");
        cancelled = true;
    }

    /** Wipes the line and says how much came, if anything came. */
    synchronized void end(int added) {
        write("");
        if (arrivedBytes > 0 && !cancelled) {
            out.println("downloaded " + size(arrivedBytes) + ", added " + added + (added == 1 ? " jar" : " jars"));
        }
    }

    private void write(String text) {
        if (cancelled || (text.isEmpty() && shown == 0)) {
            return;
        }
        // A front end keeps what a shorter line does not cover.
        out.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())) + (text.isEmpty() ? "\r" : ""));
        out.flush();
        shown = text.length();
    }

    static String size(long bytes) {
        return bytes < 1_000_000
                ? Math.max(1, bytes / 1000) + " KB"
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
