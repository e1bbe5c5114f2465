package org.guideddescent.documentation;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be said of shell commands without running them: their syntax, our programs that they name, and their options. */
final class Commands {
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

    private Commands() {}

    /** The complaints of {@code bash -n}; empty if it has none. */
    static String syntax(String script) throws IOException, InterruptedException {
        var bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (var input = bash.outputWriter()) {
            input.write(script);
        }
        var said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return bash.waitFor() == 0 ? "" : said;
    }

    /**
     * Runs a script with this Java, in the working folder, where {@code guided-descent} leads to the project.
     *
     * @return what it printed
     */
    static String run(String script) throws IOException, InterruptedException {
        var clone = Path.of("guided-descent");
        if (!Files.exists(clone)) {
            Files.createSymbolicLink(clone, Project.ROOT);
        }
        var home = System.getProperty("java.home");
        var builder = new ProcessBuilder("bash", "-e", "-c", script).redirectError(new File("stderr.txt"));
        builder.environment().put("GUIDED_DESCENT_JDK", home);
        builder.environment().merge("PATH", home + "/bin", (path, bin) -> bin + File.pathSeparator + path);
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(said + Files.readString(Path.of("stderr.txt")));
        }
        return said;
    }

    /** A sentence for each program of ours that is not there, and for each option that it does not have. */
    static List<String> troubles(String script) {
        var troubles = new ArrayList<String>();
        for (var line : script.replace("\\\n", " ").lines().toList()) {
            var words = Arrays.stream(
                            line.replaceFirst("(^|\\s)#.*", "").strip().split("\\s+", -1))
                    .dropWhile(w -> w.matches("[A-Z_]+=.*"))
                    .toList();
            if (words.isEmpty()) {
                continue;
            }
            if (words.get(0).equals("mvn")) {
                troubles.addAll(modules(words));
            } else {
                programs(words).forEach(program -> troubles.addAll(of(program, words)));
            }
        }
        return troubles;
    }

    /** The program of a command, or what an interpreter runs; others than ours are not looked at. */
    private static Stream<String> programs(List<String> words) {
        boolean interpreted = words.get(0).matches("python3|bash|sh") && words.size() > 1;
        return Stream.of(words.get(interpreted ? 1 : 0))
                .map(w -> w.replaceFirst("^guided-descent/", ""))
                .filter(w -> w.matches("(environment|lib|data)/[\\w./-]+"));
    }

    private static List<String> of(String program, List<String> words) {
        var file = Project.ROOT.resolve(program);
        if (!Files.exists(file)) {
            return List.of("there is no " + program);
        }
        var text = text(file);
        return words.stream()
                .takeWhile(w -> !w.equals("--"))
                .filter(w -> OPTION.matcher(w).matches() && !text.contains(w))
                .map(w -> program + " knows no " + w)
                .toList();
    }

    private static String text(Path program) {
        return Project.read(Files.isDirectory(program) ? program.resolve("__main__.py") : program);
    }

    private static List<String> modules(List<String> words) {
        int at = words.indexOf("-pl");
        if (at < 0) {
            return List.of();
        }
        return Arrays.stream(words.get(at + 1).split(",", -1))
                .filter(m -> !Files.isRegularFile(Project.ROOT.resolve(m).resolve("pom.xml")))
                .map(m -> "there is no module " + m)
                .toList();
    }
}
