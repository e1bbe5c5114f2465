package org.guideddescent.kernel.maven;

import java.util.List;

/** Finds artifacts with all they need and brings them here. Closing aborts what is under way. */
public interface Resolver extends AutoCloseable {
    /** In class path order, each group:artifact:classifier once. Throws {@link Unresolved}. */
    List<Jar> resolve(Request request, Progress progress);

    @Override
    void close();
}
