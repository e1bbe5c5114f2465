package org.guideddescent.kernel.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The line magics of IJava that this version serves, and how a cell divides into magics and Java. */
final class Magics {
    /** A stretch of Java, or one magic line. */
    record Part(boolean magic, String text) {}

    private static final Pattern LINE = Pattern.compile("%{1,2}[a-zA-Z]\\w*(\\s.*)?");
    private static final Pattern WORDS = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private final Consumer<Path> classPath;

    /** classPath: receives each entry that a magic adds. */
    Magics(Consumer<Path> classPath) {
        this.classPath = classPath;
    }

    /** Lines before a Java part are kept as blank lines of it, so that its line numbers are the cell's. */
    static List<Part> split(String code) {
        List<Part> parts = new ArrayList<>();
        String head = code.strip().lines().findFirst().orElse("");
        if (head.startsWith("%%") && LINE.matcher(head).matches()) {
            return List.of(new Part(true, head));
        }
        if (code.indexOf('%') < 0) {
            return List.of(new Part(false, code));
        }
        StringBuilder java = new StringBuilder();
        int seen = 0;
        for (String line : code.split("\n", -1)) {
            seen++;
            if (LINE.matcher(line).matches()) {
                if (!java.toString().isBlank()) {
                    parts.add(new Part(false, java.toString()));
                }
                parts.add(new Part(true, line.strip()));
                java.setLength(0);
                java.append("\n".repeat(seen));
            } else {
                java.append(line).append('\n');
            }
        }
        if (!java.toString().isBlank()) {
            parts.add(new Part(false, java.toString()));
        }
        return parts;
    }

    /** Runs one magic line; throws IllegalArgumentException with the way out for those we lack. */
    void run(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORDS.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        if (words.get(0).startsWith("%%")) {
            throw new IllegalArgumentException("cell magics such as " + words.get(0)
                    + " come with a later version of this kernel; the cell was not run");
        }
        List<String> arguments = words.subList(1, words.size());
        switch (words.get(0)) {
            case "%classpath" -> arguments.forEach(a -> expand(a).forEach(classPath));
            case "%jars" ->
                arguments.stream()
                        .flatMap(a -> expand(a).stream())
                        .filter(p -> p.toString().endsWith(".jar"))
                        .forEach(classPath);
            case "%maven",
                    "%addMavenDependency",
                    "%addMavenDependencies",
                    "%mavenRepo",
                    "%addMavenRepo",
                    "%loadFromPOM" ->
                throw new IllegalArgumentException(
                        words.get(0)
                                + " comes with a later version of this kernel; until then name the jar files: %jars path/*.jar");
            default ->
                throw new IllegalArgumentException("no magic named " + words.get(0) + "; have %classpath and %jars");
        }
    }

    /** The files that a path with wildcards in its last part names; a path without wildcards as it stands. */
    static List<Path> expand(String glob) {
        int slash = glob.lastIndexOf('/');
        String last = glob.substring(slash + 1);
        if (last.chars().noneMatch(c -> "*?[{".indexOf(c) >= 0)) {
            return List.of(Path.of(glob));
        }
        Path folder = Path.of(slash < 0 ? "." : glob.substring(0, slash + 1));
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + last);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> matcher.matches(f.getFileName())).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }
}
