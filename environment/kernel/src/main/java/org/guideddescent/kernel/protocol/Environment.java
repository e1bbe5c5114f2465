package org.guideddescent.kernel.protocol;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a user sets from outside: IJava's environment variables under their old names, and the default imports. */
record Environment(Map<String, String> variables) {
    /** Imported before the start-up scripts. */
    static final List<String> IMPORTS = List.of(
            // First, because no cell is likely to write it and so to replace them all.
            "static org.guideddescent.kernel.Notebook.lineMagic",
            "java.util.*",
            "java.util.function.*",
            "java.util.stream.*",
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.util.concurrent.*",
            "java.util.prefs.*",
            "java.util.regex.*",
            "static org.guideddescent.kernel.Notebook.*");

    /** The process's own path and IJAVA_CLASSPATH, whose entries may end in a wildcard. */
    List<String> classPath() {
        List<String> entries = new ArrayList<>(split(System.getProperty("java.class.path"), File.pathSeparator));
        extraClassPath().forEach(p -> entries.add(p.toString()));
        return entries;
    }

    /** The part of the class path that the process's own loader lacks. */
    List<Path> extraClassPath() {
        return split(variables.getOrDefault("IJAVA_CLASSPATH", ""), File.pathSeparator).stream()
                .flatMap(e -> Magics.expand(e).stream())
                .toList();
    }

    List<String> compilerOptions() {
        return split(variables.getOrDefault("IJAVA_COMPILER_OPTS", ""), " ");
    }

    /** The user's own sources to evaluate before the first cell. */
    List<String> startUp() {
        List<String> sources = new ArrayList<>();
        for (String glob : split(variables.getOrDefault("IJAVA_STARTUP_SCRIPTS_PATH", ""), File.pathSeparator)) {
            Magics.expand(glob).stream().flatMap(Environment::scripts).forEach(p -> sources.add(read(p)));
        }
        sources.add(variables.getOrDefault("IJAVA_STARTUP_SCRIPT", ""));
        return sources;
    }

    private static Stream<Path> scripts(Path path) {
        return Files.isDirectory(path)
                ? Magics.expand(path + "/*").stream().filter(p -> p.toString().matches(".*\\.(jsh|jshell|java)"))
                : Stream.of(path);
    }

    private static String read(Path script) {
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the start-up script " + script, e);
        }
    }

    private static List<String> split(String text, String separator) {
        return Pattern.compile(Pattern.quote(separator))
                .splitAsStream(text)
                .filter(s -> !s.isBlank())
                .toList();
    }
}
