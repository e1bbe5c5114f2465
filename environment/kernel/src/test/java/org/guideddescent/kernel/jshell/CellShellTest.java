package org.guideddescent.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CellShellTest {
    private CellShell shell;
    private int cell;

    @BeforeAll
    void open() {
        shell = new CellShell(getClass().getClassLoader(), List.of(System.getProperty("java.class.path")), List.of());
    }

    @AfterAll
    void close() {
        shell.close();
    }

    @Test
    void showsTheValueOfTheLastExpressionOnly() {
        assertEquals(Optional.of(42), value("int a = 6;\na * 7"));
        assertEquals(Optional.empty(), value("int b = 6;"));
        assertEquals(Optional.empty(), value("System.out.print(\"\");"));
        assertEquals(Optional.empty(), value("Object none = null; none"));
    }

    @Test
    void resultsAreRealObjectsOfThisProcess() {
        assertSame(
                CellShellTest.class,
                value("Class.forName(\"" + CellShellTest.class.getName() + "\")")
                        .get());
    }

    @Test
    void anErrorNamesTypeMessageCauseAndTheLineOfTheCell() {
        Outcome.Failure failure = failure(
                "int before = 1;\n// why\nthrow new RuntimeException(\"outer\", new java.io.IOException(\"inner\"));");
        assertEquals("java.lang.RuntimeException", failure.type());
        assertEquals("outer", failure.message());
        String text = String.join("\n", failure.lines());
        assertTrue(text.contains("cell [" + cell + "], line 3"), text);
        assertTrue(text.contains("throw new RuntimeException"), text);
        assertTrue(text.contains("caused by java.io.IOException: inner"), text);
    }

    @Test
    void aCompileErrorPointsIntoItsLine() {
        Outcome.Failure failure = failure("int fine = 1;\nint c = missing + 1;");
        assertEquals("CompilationException", failure.type());
        assertTrue(failure.lines().get(0).contains("line 2"), failure.lines()::toString);
        assertEquals("  int c = missing + 1;", failure.lines().get(1));
        assertEquals("          ^^^^^^^", failure.lines().get(2).replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    @Test
    void redefinitionsAndImportsKeepVariables() {
        value("int twice(int x) { return 2 * x; }");
        value("int kept = twice(4); String name = \"n\";");
        value("import java.util.List;");
        value("import java.util.*;");
        value("kept = 5;");
        value("int twice(int x) { return 3 * x; }");
        assertEquals(Optional.of(5), value("kept"));
        assertEquals(Optional.of("n"), value("name"));
        assertEquals(Optional.of(9), value("twice(3)"));
        assertEquals(Optional.of(7), value("int kept = 7; kept"));
    }

    @Test
    void anInterruptStopsComputingCatchingAndSleepingCells() {
        for (String endless : List.of(
                "while (true) { }",
                "while (true) { try { Thread.sleep(1); } catch (Exception e) { } }",
                "for (long i = 0; ; i++) { i ^= 3; }",
                "Thread.sleep(60_000);")) {
            Outcome outcome = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                Timer timer = new Timer(true);
                timer.schedule(
                        new TimerTask() {
                            @Override
                            public void run() {
                                shell.interrupt();
                            }
                        },
                        1500);
                return evaluate(endless);
            });
            assertEquals(
                    CellInterrupted.class.getName(),
                    assertInstanceOf(Outcome.Failure.class, outcome).type());
            assertEquals(Optional.of(2), value("1 + 1"));
        }
    }

    @Test
    void completesAndInspects() {
        Questions.Completion completion = shell.questions().complete("int q = 1;\nMath.cbr", 19);
        assertEquals(List.of("cbrt("), completion.matches());
        assertEquals(16, completion.start());
        assertTrue(shell.questions().inspect("Math.cbrt", 9).toString().contains("double"));
    }

    @Test
    void tellsCompleteFromIncompleteFromInvalid() {
        assertEquals(
                "complete", shell.questions().completeness("int x = 1;\nx + 1").status());
        assertEquals(
                new Questions.Completeness("incomplete", "    "),
                shell.questions().completeness("while (true) {"));
        assertEquals("invalid", shell.questions().completeness("int x = );").status());
    }

    @Test
    void importsInOneStepOutliveImportsOfTheSamePackages() {
        shell.cell(() -> shell.importAll(List.of("static java.lang.Math.floorMod", "java.math.*", "java.time.*")));
        value("import java.math.*;");
        assertEquals(
                Optional.of(2), value("floorMod(Duration.ofDays(1).toHoursPart() + BigInteger.TWO.intValue(), 3)"));
    }

    @Test
    void theResultsOfManyCellsDoNotPileUp() {
        for (int i = 0; i < CellControl.RESULTS_KEPT + 8; i++) {
            assertEquals(Optional.of(i + 1), value(i + " + 1"));
        }
    }

    @Test
    void seesClassesOfFoldersAndJarsAddedLater(@TempDir Path folder) throws IOException {
        Path source = Files.createDirectories(folder.resolve("late")).resolve("Late.java");
        Files.writeString(source, "package late; public class Late { public static int answer() { return 42; } }");
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()));
        Path jar = folder.resolve("late.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("late/Late.class"));
            out.write(Files.readAllBytes(folder.resolve("late/Late.class")));
        }
        Path empty = Files.createDirectory(folder.resolve("empty"));
        shell.addToClassPath(empty.toString());
        assertEquals("CompilationException", failure("late.Late.answer()").type());
        shell.addToClassPath(jar.toString());
        assertEquals(Optional.of(42), value("late.Late.answer()"));
        Files.writeString(source, "package late2; public class Later { public static int answer() { return 43; } }");
        Path moved = Files.move(source, folder.resolve("Later.java"));
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", empty.toString(), moved.toString()));
        assertEquals(Optional.of(43), value("late2.Later.answer()"));
    }

    @Test
    void methodsMayReferToWhatComesLater() {
        value("int early() { return later(); }");
        assertEquals("UnresolvedReferenceException", failure("early()").type());
        value("int later() { return 11; }");
        assertEquals(Optional.of(11), value("early()"));
    }

    private Outcome evaluate(String code) {
        cell++;
        int number = cell;
        return shell.cell(() -> shell.evaluate(code, number));
    }

    private Optional<Object> value(String code) {
        Outcome outcome = evaluate(code);
        return assertInstanceOf(Outcome.Value.class, outcome, outcome::toString).value();
    }

    private Outcome.Failure failure(String code) {
        return assertInstanceOf(Outcome.Failure.class, evaluate(code));
    }
}
