package org.guideddescent.kernel.protocol;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guideddescent.kernel.magic.Globs;
import org.guideddescent.kernel.magic.Words;

/** What a user sets from outside: IJava's environment variables under their old names, and the default imports. */
record Environment(Map<String, String> variables) {
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

    private static final Pattern TIMEOUT = Pattern.compile("(-?\\d+)\\W*([A-Za-z]*)");

    /** The process's own path and IJAVA_CLASSPATH, whose entries may end in a wildcard. */
    List<String> classPath() {
        List<String> entries = new ArrayList<>(split(System.getProperty("java.class.path"), File.pathSeparator));
        extraClassPath().forEach(p -> entries.add(p.toString()));
        return entries;
    }

    /** The part of the class path that the process's own loader lacks. */
    List<Path> extraClassPath() {
        return split(variable("CLASSPATH"), File.pathSeparator).stream()
                .flatMap(e -> Globs.find(e).stream())
                .toList();
    }

    List<String> compilerOptions() {
        return Words.of(variable("COMPILER_OPTS"));
    }

    /**
     * The longest time for a statement of a cell, from IJAVA_TIMEOUT: milliseconds, or a number and a unit such as "30
     * SECONDS"; no limit where it is absent or less than 1.
     */
    Optional<Duration> statementTimeout() {
        String text = variable("TIMEOUT").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = TIMEOUT.matcher(text);
        try {
            if (matcher.matches()) {
                String unit = matcher.group(2).isEmpty()
                        ? TimeUnit.MILLISECONDS.name()
                        : matcher.group(2).toUpperCase(Locale.ROOT);
                long amount = Long.parseLong(matcher.group(1));
                return amount < 1
                        ? Optional.empty()
                        : Optional.of(Duration.of(amount, TimeUnit.valueOf(unit).toChronoUnit()));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(badTimeout(text), e);
        }
        throw new IllegalArgumentException(badTimeout(text));
    }

    /** The same, and no limit where the text makes no sense, which {@link #complaints} says. */
    Optional<Duration> statementLimit() {
        return complaints().isEmpty() ? statementTimeout() : Optional.empty();
    }

    private static String badTimeout(String text) {
        return "IJAVA_TIMEOUT is '" + text
                + "', which is no time: write milliseconds, or a number and a unit such as 30" + " SECONDS";
    }

    /** What is wrong with the variables, in sentences. */
    List<String> complaints() {
        try {
            var unused = statementTimeout();
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(e.getMessage() + "; statements have no limit now");
        }
    }

    /** As in JJava, which leaves extensions out for "false", "0" or an empty text. */
    boolean loadsExtensions() {
        String text = variables.getOrDefault("JJAVA_LOAD_EXTENSIONS", "true").strip();
        return !text.isEmpty() && !text.equals("0") && !text.equalsIgnoreCase("false");
    }

    /** The user's own sources to evaluate before the first cell. */
    List<String> startUp() {
        List<String> sources = new ArrayList<>();
        for (String glob : split(variable("STARTUP_SCRIPTS_PATH"), File.pathSeparator)) {
            Globs.find(glob).stream().flatMap(Environment::scripts).forEach(p -> sources.add(read(p)));
        }
        sources.add(variable("STARTUP_SCRIPT"));
        return sources;
    }

    private static Stream<Path> scripts(Path path) {
        return Files.isDirectory(path)
                ? Globs.find(path + "/*").stream().filter(p -> p.toString().matches(".*\\.(jsh|jshell|java)"))
                : Stream.of(path);
    }

    private static String read(Path script) {
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the start-up script " + script, e);
        }
    }

    /** IJava's name, or JJava's. */
    private String variable(String name) {
        return variables.getOrDefault("IJAVA_" + name, variables.getOrDefault("JJAVA_" + name, ""));
    }

    private static List<String> split(String text, String separator) {
        return Pattern.compile(Pattern.quote(separator))
                .splitAsStream(text)
                .filter(s -> !s.isBlank())
                .toList();
    }
}
