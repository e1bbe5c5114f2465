package org.guideddescent.kernel.protocol;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.common.Image;
import io.github.spencerpark.jupyter.kernel.display.common.Text;
import io.github.spencerpark.jupyter.kernel.display.common.Url;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.guideddescent.kernel.spi.RenderExtension;

/** Turns objects into MIME bundles; loads the render extensions in the background, because they may warm libraries. */
final class Rendering {
    private static final System.Logger LOG = System.getLogger(Rendering.class.getName());

    private static final long DELAY_MILLIS = 600;

    private final Renderer plain = standard();
    private final CountDownLatch needed = new CountDownLatch(1);
    private final CompletableFuture<Renderer> extended = new CompletableFuture<>();

    /** Loads in a moment, so as not to compete with a first cell that waits already, or as soon as one is needed. */
    void loadExtensions(ClassLoader loader) {
        Thread thread = new Thread(
                () -> {
                    awaitNeed();
                    extended.complete(withExtensions(loader));
                },
                "extensions");
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
    }

    private void awaitNeed() {
        try {
            var unused = needed.await(DELAY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The renderer with all extensions; waits for them. */
    Renderer renderer() {
        needed.countDown();
        return extended.join();
    }

    DisplayData render(Object value, String... types) {
        if (value instanceof DisplayData data && types.length == 0) {
            return data;
        }
        // Numbers and strings of the JDK need no extension, so the first cell need not wait for a library to warm up.
        boolean ours = value == null || value.getClass().getClassLoader() == null;
        Renderer renderer = ours && !extended.isDone() ? plain : renderer();
        return types.length == 0 ? renderer.render(value) : renderer.renderAs(value, types);
    }

    private static Renderer withExtensions(ClassLoader loader) {
        Renderer renderer = standard();
        Iterator<RenderExtension> found =
                ServiceLoader.load(RenderExtension.class, loader).iterator();
        boolean more = true;
        while (more) {
            try {
                more = found.hasNext();
                if (more) {
                    found.next().register(renderer);
                }
            } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
                LOG.log(System.Logger.Level.WARNING, "skipped a render extension: " + e, e);
            }
        }
        return renderer;
    }

    private static Renderer standard() {
        Renderer renderer = new Renderer();
        Image.registerAll(renderer);
        Text.registerAll(renderer);
        Url.registerAll(renderer);
        return renderer;
    }
}
