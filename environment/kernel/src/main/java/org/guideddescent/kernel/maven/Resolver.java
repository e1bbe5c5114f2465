package org.guideddescent.kernel.maven;

import java.util.List;

/** Finds artifacts with all they need and brings them here. Closing aborts what is under way. */
public interface Resolver extends AutoCloseable {
    /**
     * {@return the jars in class path order, each group:artifact:classifier once}
     *
     * @param request what to resolve and how
     * @param progress hears of downloads
     * @throws Unresolved if something cannot be had
     */
    List<Jar> resolve(Request request, Progress progress);

    @Override
    void close();
}
