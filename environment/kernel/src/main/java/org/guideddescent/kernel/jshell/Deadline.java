package org.guideddescent.kernel.jshell;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Stops a computation after a time, unless it is closed before. */
final class Deadline {
    private final Runnable stop;
    private final Future<?> alarm;
    private boolean open = true;

    Deadline(ScheduledThreadPoolExecutor timer, Duration limit, Runnable stop) {
        this.stop = stop;
        this.alarm = timer.schedule(this::expire, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One thread for all deadlines, started by the first of them. */
    static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, body -> {
            Thread thread = new Thread(body, "deadline");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private synchronized void expire() {
        if (open) {
            stop.run();
        }
    }

    /** Once this has returned, nothing is stopped any more: what runs next must not be hit. */
    void close() {
        synchronized (this) {
            open = false;
        }
        alarm.cancel(false);
    }
}
