package org.guideddescent.kernel.jshell;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Stops a computation after a time, unless it is closed before. */
final class Deadline {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(body -> {
        Thread thread = new Thread(body, "deadline");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> stopping;

    Deadline(Duration limit, Runnable stop) {
        this.stopping = timer.schedule(stop, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    void close() {
        stopping.cancel(false);
        timer.shutdownNow();
    }
}
