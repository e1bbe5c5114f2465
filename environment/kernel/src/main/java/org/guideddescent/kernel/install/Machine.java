package org.guideddescent.kernel.install;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What installing must know of the computer; a test describes another one. system: as os.name has it. */
record Machine(Map<String, String> environment, String system, Path home, Programs programs) {
    static Machine here() {
        return new Machine(
                System.getenv(),
                System.getProperty("os.name"),
                Path.of(System.getProperty("user.home")),
                Programs.real());
    }

    boolean isWindows() {
        return system.toLowerCase(Locale.ROOT).startsWith("windows");
    }

    boolean isMac() {
        return system.toLowerCase(Locale.ROOT).startsWith("mac");
    }

    /** What separates the entries of a class path or of PATH. */
    String separator() {
        return isWindows() ? ";" : ":";
    }

    /** The variable, unless it is missing or empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank());
    }

    Optional<Programs.Answer> run(String... command) {
        return programs.run(List.of(command));
    }

    /** The program's name with what this system appends to it. */
    String program(String name) {
        return isWindows() ? name + ".exe" : name;
    }
}
