package org.guideddescent.kernel.render;

import io.github.spencerpark.jupyter.kernel.display.Renderer;
import java.util.HashSet;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.guideddescent.kernel.spi.RenderExtension;

/** The render extensions of a class path that may grow: each class registers once. */
final class Extensions {
    private static final System.Logger LOG = System.getLogger(Extensions.class.getName());

    private static final long DELAY_MILLIS = 600;
    private static final long PATIENCE_SECONDS = 10;

    private final Set<Class<?>> registered = new HashSet<>();
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
            Iterator<ServiceLoader.Provider<RenderExtension>> found =
                    ServiceLoader.load(RenderExtension.class, loader).stream().iterator();
            boolean more = true;
            while (more) {
                more = registerNext(found);
            }
        } finally {
            registering = null;
        }
    }

    private boolean registerNext(Iterator<ServiceLoader.Provider<RenderExtension>> found) {
        try {
            if (!found.hasNext()) {
                return false;
            }
            ServiceLoader.Provider<RenderExtension> provider = found.next();
            if (registered.add(provider.type())) {
                provider.get().register(target);
            }
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "skipped a render extension: " + e, e);
        }
        return true;
    }
}
