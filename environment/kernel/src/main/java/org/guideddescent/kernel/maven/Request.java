package org.guideddescent.kernel.maven;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to resolve and how. coordinates: the roots; pom: a project whose dependencies of these scopes are roots too;
 * repositories: come before those of the settings; excluded: group:artifact, with * for any.
 */
public record Request(
        List<Coordinate> coordinates,
        Optional<Path> pom,
        Set<String> scopes,
        List<Repository> repositories,
        List<String> excluded,
        Mode mode,
        SettingsFiles settings) {
    /** offline: nothing is asked of the network; fresh: snapshots are asked for again; transitive: with all they need. */
    public record Mode(boolean offline, boolean fresh, boolean transitive) {}
}
