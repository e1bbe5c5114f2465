package org.guideddescent.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.junit.jupiter.api.Test;

/** Runs the example in the comment of {@link Objective} as a notebook would, so that it cannot rot. */
class ObjectiveExampleTest {
    @Test
    void itIsUnderThirtyLinesAndPassesItsCheck() throws IOException {
        var example = example();
        assertTrue(example.lines().count() < 30, example);
        var shown = run(example);
        assertTrue(shown.startsWith("\"Robust[width=3]\\n  loss "), shown);
        assertTrue(shown.contains("\\n  gradient "), shown);
    }

    @Test
    void withoutItsDivisionTheCheckOfTheSameCodeFails() throws IOException {
        var broken = example().replace(".divi(batch.size())", "");
        var shown = run(broken);
        assertTrue(shown.startsWith("Robust[width=3]: the gradient is wrong at w[0, "), shown);
    }

    private static String example() throws IOException {
        var source = Files.readString(Path.of("src/main/java/org/guideddescent/objective/Objective.java"));
        var block =
                source.substring(source.indexOf("<pre>{@code\n") + "<pre>{@code\n".length(), source.indexOf("}</pre>"));
        return block.lines().map(l -> l.replaceFirst("^ \\* ?", "")).collect(Collectors.joining("\n"));
    }

    /** What the last expression shows as text, or the message of what it throws. */
    private static String run(String code) {
        // In this JVM, so that the example runs the classes under test and starts no other.
        try (var shell = JShell.builder().executionEngine("local").build()) {
            // One path of all entries is a path too.
            shell.addToClasspath(System.getProperty("java.class.path"));
            var shown = "";
            for (var cell : cells(shell, code)) {
                for (var event : shell.eval(cell)) {
                    var problems = shell.diagnostics(event.snippet())
                            .map(d -> d.getMessage(null))
                            .toList();
                    assertEquals(Snippet.Status.VALID, event.status(), cell + problems);
                    shown = event.exception() == null
                            ? event.value()
                            : event.exception().getMessage();
                }
            }
            return shown;
        }
    }

    private static List<String> cells(JShell shell, String code) {
        var cells = new ArrayList<String>();
        var rest = code.strip() + ".toString()";
        while (!rest.isBlank()) {
            var next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            cells.add(next.source());
            rest = next.remaining();
        }
        return cells;
    }
}
