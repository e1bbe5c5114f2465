package org.guideddescent.kernel.protocol;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guideddescent.kernel.magic.Globs;
import org.guideddescent.kernel.magic.TimeText;
import org.guideddescent.kernel.magic.Words;

/**
 * What a user sets from outside: IJava's environment variables under their old names or JJava's, and the default
 * imports. A value that makes no sense costs its own effect and no more; {@link #complaints} says so.
 */
final class Environment {
    /** Imported before the start-up scripts. */
    static final List<String> IMPORTS = List.of(
            // First, because no cell is likely to write it and so to replace them all.
            "static org.guideddescent.kernel.CellFunctions.*",
            "java.util.*",
            "java.util.function.*",
            "java.util.stream.*",
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.util.concurrent.*",
            "java.util.prefs.*",
            "java.util.regex.*",
            // The same classes as IJava's: a notebook's own import of them changes nothing.
            "static io.github.spencerpark.ijava.runtime.Display.*",
            "static io.github.spencerpark.ijava.runtime.Kernel.*",
            "static io.github.spencerpark.ijava.runtime.Magics.*");

    private static final String SCRIPTS = "STARTUP_SCRIPTS_PATH";

    /** A source to evaluate before the first cell; name: where it comes from. */
    record Script(String name, String source) {}

    private final Map<String, String> variables;
    private final List<String> complaints = new ArrayList<>();
    private final List<Path> extraClassPath;
    private final Optional<Duration> statementLimit;
    private final List<Script> startUp;

    Environment(Map<String, String> variables) {
        this.variables = variables;
        this.extraClassPath = files("CLASSPATH");
        this.statementLimit = timeout();
        this.startUp = scripts();
    }

    /** The process's own path and IJAVA_CLASSPATH, whose entries may have wildcards. */
    List<String> classPath() {
        List<String> entries = new ArrayList<>(split(System.getProperty("java.class.path")));
        extraClassPath.forEach(p -> entries.add(p.toString()));
        return entries;
    }

    /** From IJAVA_COMPILER_OPTS; only the compiler knows whether they make sense. */
    List<String> compilerOptions() {
        return Words.of(variable("COMPILER_OPTS"));
    }

    /** What to say of {@link #compilerOptions} that the compiler refuses. */
    String refusedOptions(String reason) {
        return "IJAVA_COMPILER_OPTS is '" + variable("COMPILER_OPTS") + "', which the compiler refuses: "
                + reason.strip() + "; cells are compiled without these options now";
    }

    /** The longest time for a statement of a cell, from IJAVA_TIMEOUT; empty where it is absent or less than 1. */
    Optional<Duration> statementLimit() {
        return statementLimit;
    }

    /** The user's own sources, in their order: those of IJAVA_STARTUP_SCRIPTS_PATH, then IJAVA_STARTUP_SCRIPT. */
    List<Script> startUp() {
        return startUp;
    }

    /** What is wrong with the variables, in sentences. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** As in JJava, which leaves extensions out for "false", "0" or an empty text. */
    boolean loadsExtensions() {
        String text = variables.getOrDefault("JJAVA_LOAD_EXTENSIONS", "true").strip();
        return !text.isEmpty() && !text.equals("0") && !text.equalsIgnoreCase("false");
    }

    private Optional<Duration> timeout() {
        String text = variable("TIMEOUT").strip();
        Optional<Duration> time = TimeText.parse(text);
        if (time.isEmpty() && !text.isEmpty()) {
            complaints.add("IJAVA_TIMEOUT is '" + text + "', which is no time: write milliseconds, or a number and a"
                    + " unit such as 30 SECONDS; statements have no limit now");
        }
        return time.filter(t -> t.compareTo(Duration.ZERO) > 0);
    }

    private List<Script> scripts() {
        List<Script> scripts = new ArrayList<>();
        for (Path path : files(SCRIPTS)) {
            (Files.isDirectory(path) ? sources(path) : Stream.of(path)).forEach(file -> scripts.addAll(read(file)));
        }
        if (!variable("STARTUP_SCRIPT").isBlank()) {
            scripts.add(new Script("IJAVA_STARTUP_SCRIPT", variable("STARTUP_SCRIPT")));
        }
        return List.copyOf(scripts);
    }

    private Stream<Path> sources(Path folder) {
        return find(SCRIPTS, folder + "/*").stream().filter(p -> p.toString().matches(".*\\.(jsh|jshell|java)"));
    }

    private List<Script> read(Path file) {
        try {
            return List.of(new Script(file.toString(), Files.readString(file)));
        } catch (IOException e) {
            complaints.add("IJAVA_" + SCRIPTS + " names " + file + ", which cannot be read as text in UTF-8 and"
                    + " is skipped: " + e);
            return List.of();
        }
    }

    /** What a variable's entries name; one with * or ? may name nothing. */
    private List<Path> files(String name) {
        return split(variable(name)).stream()
                .flatMap(entry -> find(name, entry).stream())
                .toList();
    }

    private List<Path> find(String name, String entry) {
        try {
            List<Path> found = Globs.find(entry);
            if (found.isEmpty() && !entry.matches(".*[*?].*")) {
                complaints.add("IJAVA_" + name + " names " + entry + ", where there is nothing");
            }
            return found;
        } catch (InvalidPathException | UncheckedIOException e) {
            complaints.add("IJAVA_" + name + " has the entry '" + entry + "', which is skipped: " + e.getMessage());
            return List.of();
        }
    }

    /** IJava's name, or JJava's. */
    private String variable(String name) {
        return variables.getOrDefault("IJAVA_" + name, variables.getOrDefault("JJAVA_" + name, ""));
    }

    private static List<String> split(String path) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(s -> !s.isBlank())
                .toList();
    }
}
