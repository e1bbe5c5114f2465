package org.guideddescent.kernel.install;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Java program and what it can do. */
record Jdk(Path java, int feature, Set<String> modules) {
    static final int OLDEST = 17;

    private static final List<String> NEEDED = List.of("jdk.jshell", "jdk.compiler");
    private static final Pattern MODULE = Pattern.compile("([\\w.]+)(@(\\d+).*)?");

    /** The JDK of a program, of a JDK's folder or of a name on PATH; throws IllegalArgumentException for any other. */
    static Jdk of(String named, Machine machine) {
        Path java = find(named, machine);
        Programs.Answer answer = machine.run(java.toString(), "--list-modules")
                .orElseThrow(() -> new IllegalArgumentException(java + " could not be run"));
        if (!answer.succeeded()) {
            throw new IllegalArgumentException(
                    java + " is no Java " + OLDEST + " or newer: " + answer.complaint() + "; name one with --java");
        }
        List<Matcher> lines = answer.out()
                .lines()
                .map(l -> MODULE.matcher(l.strip()))
                .filter(Matcher::matches)
                .toList();
        int feature = lines.stream()
                .filter(m -> m.group(1).equals("java.base") && m.group(3) != null)
                .findFirst()
                .map(m -> Integer.parseInt(m.group(3)))
                .orElseThrow(() -> new IllegalArgumentException(java + " does not say which Java it is"));
        return new Jdk(java, feature, lines.stream().map(m -> m.group(1)).collect(Collectors.toUnmodifiableSet()));
    }

    /** Itself, if a kernel can run on it; throws IllegalArgumentException otherwise. */
    Jdk fit() {
        if (feature < OLDEST) {
            throw new IllegalArgumentException(java + " is Java " + feature + "; the kernel needs a JDK " + OLDEST
                    + " or newer, named with --java");
        }
        List<String> missing = NEEDED.stream().filter(m -> !modules.contains(m)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(java + " lacks " + String.join(" and ", missing)
                    + ": it is a runtime without the compiler; install a whole JDK and name it with --java");
        }
        return this;
    }

    private static Path find(String named, Machine machine) {
        Path path = Path.of(named);
        String program = machine.program("java");
        Stream<Path> candidates = path.getNameCount() == 1 && !path.isAbsolute() && !Files.exists(path)
                ? ClassPathText.split(machine.variable("PATH").orElse(""), machine.separator()).stream()
                        .map(folder -> Path.of(folder, machine.program(named)))
                : Stream.of(path.resolve("bin").resolve(program), path, Path.of(path + ".exe"));
        // Not the real path behind links: a link such as default-java is meant to move.
        return candidates
                .filter(Files::isRegularFile)
                .findFirst()
                .map(p -> p.toAbsolutePath().normalize())
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no Java at '" + named + "'; --java takes a java program or the folder of a JDK"));
    }
}
