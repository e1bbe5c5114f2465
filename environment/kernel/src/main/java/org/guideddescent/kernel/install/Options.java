package org.guideddescent.kernel.install;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of install, uninstall and doctor. place: empty where the user named none; classPath: entries after the
 * kernel's own; java: empty for the one that runs now; environment: set for the kernel's process.
 */
record Options(
        Optional<Path> place,
        String name,
        Optional<String> displayName,
        List<Path> classPath,
        List<String> jvmOptions,
        Map<String, String> environment,
        Optional<String> java,
        boolean archived) {

    private static final String KNOWN =
            "--user, --sys-prefix, --prefix, --name, --display-name, --classpath, --jvm-opt,"
                    + " --env, --java, --no-archive";

    /** Throws IllegalArgumentException that says what to write instead. */
    static Options parse(List<String> arguments, Machine machine) {
        Optional<Path> place = Optional.empty();
        String name = "java";
        Optional<String> displayName = Optional.empty();
        List<Path> classPath = new ArrayList<>();
        List<String> jvmOptions = new ArrayList<>();
        Map<String, String> environment = new LinkedHashMap<>();
        Optional<String> java = Optional.empty();
        boolean archived = true;
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            switch (option) {
                case "--user" -> place = only(place, JupyterPaths.user(machine));
                case "--sys-prefix" -> place = only(place, JupyterPaths.prefix(JupyterPaths.sysPrefix(machine)));
                case "--prefix" -> place = only(place, JupyterPaths.prefix(Path.of(value(option, rest))));
                case "--name" -> name = checkedName(value(option, rest));
                case "--display-name" -> displayName = Optional.of(value(option, rest));
                case "--classpath" -> classPath.addAll(ClassPathText.expand(value(option, rest), machine.separator()));
                case "--jvm-opt" -> jvmOptions.add(JvmOptions.checked(value(option, rest)));
                case "--env" -> addVariable(value(option, rest), environment);
                case "--java" -> java = Optional.of(value(option, rest));
                case "--no-archive" -> archived = false;
                default -> throw new IllegalArgumentException("no option " + option + "; have " + KNOWN);
            }
        }
        return new Options(place, name, displayName, classPath, jvmOptions, environment, java, archived);
    }

    /** Jupyter's data folder that the user means: that of the user unless told otherwise. */
    Path data(Machine machine) {
        return place.orElseGet(() -> JupyterPaths.user(machine));
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.removeFirst();
    }

    private static Optional<Path> only(Optional<Path> before, Path place) {
        if (before.isPresent()) {
            throw new IllegalArgumentException("choose one of --user, --sys-prefix and --prefix");
        }
        return Optional.of(place);
    }

    private static void addVariable(String text, Map<String, String> environment) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("--env takes NAME=VALUE, got '" + text + "'");
        }
        environment.put(text.substring(0, equals), text.substring(equals + 1));
    }

    private static String checkedName(String name) {
        if (!name.matches("[A-Za-z0-9._-]+") || name.startsWith(".")) {
            throw new IllegalArgumentException("a kernel name has letters, digits, '.', '_' and '-', got " + name);
        }
        return name;
    }
}
