package org.guideddescent.kernel.render;

import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.guideddescent.kernel.spi.ProgressBar;

/**
 * What a loop iterates over, with a bar that grows as it does: {@code for (var x : progress(list))}.
 *
 * @param <T> what the elements are
 * @param over what the loop goes over
 * @param name stands before the bar; may be empty
 * @param nanos the clock
 */
public record Progress<T>(Iterable<T> over, String name, LongSupplier nanos) implements Iterable<T> {
    private static final long INTERVAL = 250_000_000L;

    /** Where the steps are shown. */
    interface Screen {
        void show(long done, String note);
    }

    /**
     * Goes by the clock of the system.
     *
     * @param over what the loop goes over
     * @param name stands before the bar; may be empty
     */
    public Progress(Iterable<T> over, String name) {
        this(over, name, System::nanoTime);
    }

    @Override
    public Iterator<T> iterator() {
        long total = over instanceof Collection<?> all ? all.size() : 0;
        Optional<ProgressBar> bar = ProgressBar.open(name, total);
        return iterator(total, bar.isPresent() ? bar.get()::show : (done, note) -> {});
    }

    /** For one thread, as iterators are. A loop that is left early leaves its bar where it was. */
    Iterator<T> iterator(long total, Screen screen) {
        Iterator<T> elements = over.iterator();
        long started = nanos.getAsLong();
        return new Iterator<>() {
            private long begun;
            private long shown = started;
            private boolean ended;

            @Override
            public boolean hasNext() {
                boolean more = elements.hasNext();
                if (!more && !ended) {
                    ended = true;
                    show(nanos.getAsLong(), begun, true);
                }
                return more;
            }

            @Override
            public T next() {
                T element = elements.next();
                long now = nanos.getAsLong();
                if (now - shown >= INTERVAL) {
                    // The element that begins now is not done yet.
                    show(now, begun, false);
                }
                begun++;
                return element;
            }

            private void show(long now, long done, boolean last) {
                shown = now;
                screen.show(done, note((now - started) / 1e9, done, last));
            }

            private String note(double seconds, long done, boolean last) {
                if (last || total == 0 || done == 0) {
                    return String.format(Locale.ROOT, "%.1f s", seconds);
                }
                return String.format(Locale.ROOT, "%.0f s left", seconds * Math.max(0, total - done) / done);
            }
        };
    }
}
