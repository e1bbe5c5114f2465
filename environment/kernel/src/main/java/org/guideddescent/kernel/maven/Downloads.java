package org.guideddescent.kernel.maven;

import java.util.Locale;
import java.util.concurrent.CancellationException;

/** How far the downloads of one call are, shown in one place; silent when nothing has to come. */
final class Downloads implements Progress {
    private static final long PAUSE_NANOS = 100_000_000;

    /** Where it is shown. */
    @FunctionalInterface
    interface Screen {
        /** files: how many have arrived; note: what stands behind the count. */
        void show(long files, String note);
    }

    private final Screen screen;
    private long files;
    private long arrivedBytes;
    private long last = System.nanoTime() - PAUSE_NANOS;
    private boolean shown;
    private boolean cancelled;

    Downloads(Screen screen) {
        this.screen = screen;
    }

    @Override
    public synchronized void at(String file, long bytes, long total) {
        if (cancelled) {
            throw new CancellationException("the cell was interrupted");
        }
        long now = System.nanoTime();
        if (now - last >= PAUSE_NANOS) {
            last = now;
            show(file + ": " + size(bytes) + (total > 0 ? " of " + size(total) : ""));
        }
    }

    @Override
    public synchronized void arrived(String file, long bytes) {
        files++;
        arrivedBytes += bytes;
    }

    /** From now on each download ends at its next bytes, and nothing is shown any more. */
    synchronized void cancel() {
        if (shown) {
            show("stopped");
        }
        cancelled = true;
    }

    /** Says how much came, if anything came. */
    synchronized void end(int added) {
        if (arrivedBytes > 0 && !cancelled) {
            show(size(arrivedBytes) + ", added " + added + (added == 1 ? " jar" : " jars"));
        }
    }

    private void show(String note) {
        shown = true;
        screen.show(files, note);
    }

    static String size(long bytes) {
        return bytes < 1_000_000
                ? Math.max(1, bytes / 1000) + " KB"
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
