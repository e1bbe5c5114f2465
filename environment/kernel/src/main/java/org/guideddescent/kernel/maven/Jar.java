package org.guideddescent.kernel.maven;

import java.nio.file.Path;

/** A resolved artifact: its coordinate with the version that was chosen, and its file in the local repository. */
public record Jar(Coordinate coordinate, Path file) {}
