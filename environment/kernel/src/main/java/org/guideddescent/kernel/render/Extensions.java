package org.guideddescent.kernel.render;

import io.github.spencerpark.jupyter.kernel.display.Renderer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.guideddescent.kernel.spi.RenderExtension;

/** The render extensions of a class path that may grow: each class registers once. */
final class Extensions {
    private static final long DELAY_MILLIS = 600;
    private static final long PATIENCE_SECONDS = 10;

    private final Newcomers<RenderExtension> newcomers = new Newcomers<>(RenderExtension.class);
    private final CountDownLatch needed = new CountDownLatch(1);
    private final CountDownLatch loaded = new CountDownLatch(1);
    private volatile ClassLoader classPath;
    private volatile boolean stale;
    private volatile boolean patient = true;
    private volatile Thread registering;
    private Renderer target;

    /** renderer: receives all registrations; set once, before anything is loaded. */
    void renderInto(Renderer renderer) {
        target = renderer;
    }

    /** Loads in a moment, so as not to compete with a first cell that waits already, or as soon as one is needed. */
    void load(ClassLoader loader) {
        classPath = loader;
        Thread thread = new Thread(
                () -> {
                    awaitQuietly(needed, DELAY_MILLIS, TimeUnit.MILLISECONDS);
                    try {
                        scan(loader);
                    } finally {
                        loaded.countDown();
                    }
                },
                "extensions");
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
    }

    void markStale() {
        stale = true;
    }

    /** Returns when every extension that the class path has now is registered; a slow one is not waited for twice. */
    void await() {
        if (classPath == null || registering == Thread.currentThread()) {
            return;
        }
        needed.countDown();
        if (patient) {
            patient = awaitQuietly(loaded, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        if (stale && loaded.getCount() == 0) {
            stale = false;
            scan(classPath);
        }
    }

    private static boolean awaitQuietly(CountDownLatch latch, long time, TimeUnit unit) {
        try {
            return latch.await(time, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private synchronized void scan(ClassLoader loader) {
        registering = Thread.currentThread();
        try {
            newcomers.forEach(loader, provider -> provider.get().register(target));
        } finally {
            registering = null;
        }
    }
}
