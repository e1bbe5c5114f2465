package org.guideddescent.kernel.install;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where Jupyter keeps its data, on each system, as docs.jupyter.org ("Common directories and file locations") says. */
public final class JupyterPaths {
    private JupyterPaths() {}

    /**
     * {@return the user's data folder on such a system}
     *
     * @param environment the variables
     * @param system as os.name has it
     * @param home the user's folder
     */
    public static Path user(Map<String, String> environment, String system, Path home) {
        return user(new Machine(environment, system, home, Programs.real()));
    }

    /** The user's data folder: JUPYTER_DATA_DIR if set, else the system's custom. */
    static Path user(Machine machine) {
        // As in Jupyter, whose ~ is HOME where that is set, whatever user the system knows: containers set it to a
        // writable folder.
        Optional<String> named = machine.isWindows() ? Optional.empty() : machine.variable("HOME");
        Path home = named.map(Path::of).orElse(machine.home());
        Optional<String> set = machine.variable("JUPYTER_DATA_DIR");
        if (set.isPresent()) {
            return Path.of(set.get());
        }
        if (machine.isMac()) {
            return home.resolve("Library/Jupyter");
        }
        if (machine.isWindows()) {
            Path config = machine.variable("JUPYTER_CONFIG_DIR").map(Path::of).orElse(home.resolve(".jupyter"));
            return machine.variable("APPDATA")
                    .map(roaming -> Path.of(roaming, "jupyter"))
                    .orElse(config.resolve("data"));
        }
        return machine.variable("XDG_DATA_HOME")
                .map(Path::of)
                .orElse(home.resolve(".local/share"))
                .resolve("jupyter");
    }

    /** The data folder of an installation such as a virtual environment. */
    static Path prefix(Path prefix) {
        return prefix.resolve("share/jupyter");
    }

    /** Python's sys.prefix: of the active environment, else of the python3 on PATH. */
    static Path sysPrefix(Machine machine) {
        return machine.variable("VIRTUAL_ENV")
                .or(() -> machine.variable("CONDA_PREFIX"))
                .or(() -> askPython(machine))
                .map(Path::of)
                .orElseThrow(() -> new IllegalArgumentException("--sys-prefix needs an active virtual environment, an"
                        + " active conda environment or a python3 on PATH, and there is none; name the folder instead:"
                        + " --prefix FOLDER"));
    }

    private static Optional<String> askPython(Machine machine) {
        List<String> names = machine.isWindows() ? List.of("python", "py") : List.of("python3", "python");
        return names.stream()
                .flatMap(name -> machine.run(name, "-c", "import sys; print(sys.prefix)").stream())
                .filter(Programs.Answer::succeeded)
                .map(answer -> answer.out().strip())
                .filter(prefix -> !prefix.isEmpty())
                .findFirst();
    }

    /** The data folders that Jupyter searches, in its order, where Jupyter itself cannot be asked. */
    static List<Path> searched(Machine machine) {
        List<Path> paths = new ArrayList<>();
        machine.variable("JUPYTER_PATH")
                .ifPresent(set -> ClassPathText.split(set, machine.separator()).forEach(p -> paths.add(Path.of(p))));
        Optional<Path> environment = machine.variable("VIRTUAL_ENV")
                .or(() -> machine.variable("CONDA_PREFIX"))
                .map(p -> prefix(Path.of(p)));
        // Newer versions of Jupyter look into an active environment first.
        environment.ifPresent(paths::add);
        paths.add(user(machine));
        if (machine.isWindows()) {
            machine.variable("PROGRAMDATA").ifPresent(p -> paths.add(Path.of(p, "jupyter")));
        } else {
            paths.add(Path.of("/usr/local/share/jupyter"));
            paths.add(Path.of("/usr/share/jupyter"));
        }
        return paths.stream().distinct().toList();
    }
}
