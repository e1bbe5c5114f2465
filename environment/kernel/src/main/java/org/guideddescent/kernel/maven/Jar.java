package org.guideddescent.kernel.maven;

import java.nio.file.Path;

/**
 * A resolved artifact.
 *
 * @param coordinate with the version that was chosen
 * @param file in the local repository
 */
public record Jar(Coordinate coordinate, Path file) {}
