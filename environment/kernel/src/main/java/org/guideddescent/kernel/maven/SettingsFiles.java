package org.guideddescent.kernel.maven;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Maven's two settings.xml; a file that does not exist says nothing.
 *
 * @param user the user's
 * @param global the installation's, where one is known
 */
public record SettingsFiles(Path user, Optional<Path> global) {
    /** Those that the command mvn reads. */
    static SettingsFiles usual() {
        String home = System.getProperty("maven.home", System.getenv("MAVEN_HOME"));
        return new SettingsFiles(
                Path.of(System.getProperty("user.home"), ".m2", "settings.xml"),
                Optional.ofNullable(home).map(h -> Path.of(h, "conf", "settings.xml")));
    }
}
