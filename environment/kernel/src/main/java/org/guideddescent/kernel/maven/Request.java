package org.guideddescent.kernel.maven;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to resolve and how.
 *
 * @param coordinates the roots
 * @param pom a project whose dependencies of these scopes are roots too
 * @param scopes of the project's dependencies
 * @param repositories come before those of the settings
 * @param excluded group:artifact, with * for any
 * @param mode offline or not, and the like
 * @param settings Maven's files
 */
public record Request(
        List<Coordinate> coordinates,
        Optional<Path> pom,
        Set<String> scopes,
        List<Repository> repositories,
        List<String> excluded,
        Mode mode,
        SettingsFiles settings) {
    /**
     * How to resolve.
     *
     * @param offline nothing is asked of the network
     * @param fresh snapshots are asked for again
     * @param transitive with all they need
     */
    public record Mode(boolean offline, boolean fresh, boolean transitive) {}
}
