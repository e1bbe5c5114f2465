package org.guideddescent.kernel.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.guideddescent.kernel.KernelInstance;
import org.guideddescent.kernel.render.Newcomers;
import org.guideddescent.kernel.spi.KernelExtension;

/** Finds the extensions on the class path, off the path to the first result, and installs each once. */
final class Extensions {
    private static final System.Logger LOG = System.getLogger(Extensions.class.getName());
    private static final long DELAY_MILLIS = 600;

    private final KernelInstance kernel;
    private final Newcomers<KernelExtension> newcomers = new Newcomers<>(KernelExtension.class);
    private CompletableFuture<List<Supplier<KernelExtension>>> found = CompletableFuture.completedFuture(List.of());

    Extensions(KernelInstance kernel) {
        this.kernel = kernel;
    }

    /** Looks in a moment, so as not to compete with a first cell that waits already. */
    void lookLater(ClassLoader loader) {
        found = CompletableFuture.supplyAsync(
                () -> look(loader), CompletableFuture.delayedExecutor(DELAY_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Looks again, because the class path has grown. */
    void lookNow(ClassLoader loader) {
        installAll();
        found = CompletableFuture.completedFuture(look(loader));
        installAll();
    }

    /** Installs what is found by now; on the cell thread. */
    void installFound() {
        if (found.isDone()) {
            installAll();
        }
    }

    /** Installs all; waits for the search. */
    void installAll() {
        List<Supplier<KernelExtension>> extensions = found.join();
        found = CompletableFuture.completedFuture(List.of());
        for (Supplier<KernelExtension> extension : extensions) {
            try {
                extension.get().install(kernel);
            } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
                // The log is Jupyter's terminal; who added the library looks at the cell.
                LOG.log(System.Logger.Level.WARNING, "skipped a kernel extension: " + e, e);
                System.err.println("a kernel extension of the class path failed and is skipped: " + e);
            }
        }
    }

    private List<Supplier<KernelExtension>> look(ClassLoader loader) {
        List<Supplier<KernelExtension>> extensions = new ArrayList<>();
        newcomers.forEach(loader, extensions::add);
        return extensions;
    }
}
