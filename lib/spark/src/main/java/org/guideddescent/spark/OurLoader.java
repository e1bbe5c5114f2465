package org.guideddescent.spark;

import java.util.function.Supplier;

/**
 * Spark looks for its own classes and for those of tasks in the loader that the calling thread names. In a notebook that may be
 * one that knows neither; the one that loaded this module knows all.
 */
final class OurLoader {
    private OurLoader() {}

    static <T> T during(Supplier<T> work) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(OurLoader.class.getClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
