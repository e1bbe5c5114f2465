package org.guideddescent.kernel.render;

import java.util.HashSet;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The providers of a service on a class path that may grow: each class once; what fails is reported and skipped.
 *
 * @param <S> the service
 */
public final class Newcomers<S> {
    private static final System.Logger LOG = System.getLogger(Newcomers.class.getName());

    private final Class<S> service;
    private final Set<Class<?>> seen = new HashSet<>();

    /**
     * Begins with none.
     *
     * @param service what the providers implement
     */
    public Newcomers(Class<S> service) {
        this.service = service;
    }

    /**
     * Hands over each provider that was not there before.
     *
     * @param classPath where the providers are
     * @param use called once for each
     */
    public synchronized void forEach(ClassLoader classPath, Consumer<ServiceLoader.Provider<S>> use) {
        Iterator<ServiceLoader.Provider<S>> found =
                ServiceLoader.load(service, classPath).stream().iterator();
        boolean more = true;
        while (more) {
            more = next(found, use);
        }
    }

    private boolean next(Iterator<ServiceLoader.Provider<S>> found, Consumer<ServiceLoader.Provider<S>> use) {
        try {
            if (!found.hasNext()) {
                return false;
            }
            ServiceLoader.Provider<S> provider = found.next();
            if (seen.add(provider.type())) {
                use.accept(provider);
            }
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "skipped a " + service.getSimpleName() + ": " + e, e);
        }
        return true;
    }
}
