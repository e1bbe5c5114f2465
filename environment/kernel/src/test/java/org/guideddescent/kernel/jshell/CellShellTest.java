package org.guideddescent.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
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
    void theLoaderOfACellGivesItsClassFile() throws IOException {
        Class<?> type = (Class<?>) value("class Sent {}\nSent.class").get();
        String file = type.getName().replace('.', '/') + ".class";
        try (var in = type.getClassLoader().getResourceAsStream(file)) {
            assertEquals(0xCAFEBABE, new java.io.DataInputStream(in).readInt());
        }
        assertNull(type.getClassLoader().getResourceAsStream("REPL/Absent.class"));
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
        assertFalse(failure.lines().get(0).contains("location"), failure.lines()::toString);
        assertEquals("  int c = missing + 1;", failure.lines().get(1));
        assertEquals("          ^^^^^^^", failure.lines().get(2).replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    @Test
    void ofALongLineAFailureShowsWhatStandsAroundTheMark() {
        String row = "1 + ".repeat(200);
        Outcome.Failure failure = failure("int sum = " + row + "missing + " + row + "1;");
        String line = failure.lines().get(1);
        String mark = failure.lines().get(2).replaceAll("\u001b\\[[0-9;]*m", "");
        assertTrue(line.length() < 500, line);
        assertEquals(line.indexOf("missing"), mark.indexOf('^'));
        assertEquals(line.indexOf("missing") + "missing".length(), mark.length());
        Outcome.Failure thrown = failure("throw new RuntimeException(\"m\".repeat(1_000_000));");
        assertTrue(
                thrown.message().endsWith("(990000 more characters)"),
                () -> "" + thrown.message().length());
    }

    @Test
    void anExpressionTooDeepForTheCompilerFailsItsCellOnly() {
        value("int before = 3;");
        Outcome.Failure failure = failure("int deep = " + "(1 + ".repeat(20_000) + "1" + ")".repeat(20_000) + ";");
        assertTrue(failure.message().contains("nests too deeply"), failure::message);
        assertEquals(4, value("before + 1").orElseThrow());
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
    void classFilesThatNoCellCanNameAreNotKept() {
        value("int step(int i) { return i + 1; }");
        value("int sum = 0;");
        for (int i = 0; i < CellControl.RESULTS_KEPT + 1; i++) {
            value("step(" + i + ")");
            value("sum += step(" + i + ");");
            value("if (sum > 0) new Thread(() -> {}).start();");
        }
        int before = shell.compiledClasses();
        assertTrue(before > 0, "the JVM of the tests opens jdk.jshell");
        for (int i = 0; i < 20; i++) {
            value("step(" + i + ")");
            value("sum += step(" + i + ");");
            value("if (sum > 0) new Thread(() -> {}).start();");
        }
        assertEquals(before, shell.compiledClasses());
        value("int step(int i) { return i + 2; }");
        assertEquals(Optional.of(3), value("step(1)"));
        assertEquals(Optional.of(true), value("sum > 0 && $" + lastResult() + " > 0"));
    }

    /** The number of the newest $N. */
    private int lastResult() {
        return IntStream.range(1, 1000)
                .filter(n -> shell.declarations().hasVariable("$" + n))
                .max()
                .orElseThrow();
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

    @Test
    void allCompileErrorsOfACellAreShownAtOnceAndNothingBehindTheFirstRuns() {
        value("int ran = 0;");
        Outcome.Failure failure = failure("ran = 1;\nint p = \"x\";\nran = 2;\nint q = p + 1;\nint r = nowhere;");
        String text = String.join("\n", failure.lines());
        assertTrue(text.contains("line 2: incompatible types"), text);
        assertTrue(text.contains("line 5: cannot find symbol"), text);
        assertFalse(text.contains("line 4"), text);
        assertEquals(Optional.of(1), value("ran"));
        assertEquals("CompilationException", failure("r").type());
    }

    @Test
    void checkingTheRestOfACellNeverReplacesADeclaration() {
        value("int precious = 7; int untouched() { return precious; }");
        failure("int broken = \"x\";\nString precious = \"gone\";\nint untouched() { return 0; }");
        assertEquals(Optional.of(7), value("untouched()"));
    }

    @Test
    void causesSpeakOfCellsAndNamesAreTheUsersOwn() {
        value("void deep() { throw new IllegalStateException(\"outer\", new RuntimeException(\"inner\")); }");
        String text = String.join("\n", failure("1 + 1;\ndeep();").lines());
        assertFalse(text.contains("REPL"), text);
        assertTrue(text.matches("(?s).*caused by java.lang.RuntimeException: inner\\s+at deep, cell.*"), text);
        assertEquals(
                "Oops",
                failure("class Oops extends Exception { }\nthrow new Oops();").type());
        String nulls = failure("String nothing = null;\nnothing.length()").message();
        assertTrue(nulls.contains("\"nothing\" is null"), nulls);
    }

    @Test
    void aStackOverflowShowsItsTopAndItsBottom() {
        Outcome.Failure failure = failure("int endless(int n) { return endless(n + 1); }\nendless(0)");
        assertEquals("java.lang.StackOverflowError", failure.type());
        assertTrue(failure.lines().size() < 40, failure.lines()::toString);
        assertTrue(failure.lines().stream().anyMatch(l -> l.contains(" more ")), failure.lines()::toString);
    }

    @Test
    void systemExitEndsTheCellOnly() {
        assertEquals(Optional.empty(), value("int beforeExit = 1;\nSystem.exit(0);\nbeforeExit = 2;"));
        assertEquals(Optional.of(1), value("beforeExit"));
        for (String exit : List.of(
                "System.exit(3);",
                "Runtime.getRuntime().halt(3);",
                "try { System.exit(3); } catch (Exception e) { }",
                "java.util.function.IntConsumer exit = System::exit;\nexit.accept(3);",
                "class Leaver { void leave() { Runtime.getRuntime().exit(3); } }\nnew Leaver().leave();")) {
            Outcome.Failure failure = failure(exit);
            assertEquals(CellExit.class.getName(), failure.type());
            assertTrue(failure.message().contains("3"), failure.message());
        }
    }

    @Test
    void aRedefinedClassIsUnloadedWithWhatItHeld() throws InterruptedException {
        value("class Held { static byte[] much = new byte[1 << 20]; }");
        WeakReference<Object> before = new WeakReference<>(value("Held.class").get());
        WeakReference<Object> array = new WeakReference<>(value("Held.much").get());
        value("class Held { static int little = 1; }");
        for (int i = 0; i < CellControl.RESULTS_KEPT; i++) {
            value("1 + " + i);
        }
        awaitClearing(before);
        awaitClearing(array);
        assertEquals(Optional.of(1), value("Held.little"));
    }

    @Test
    void aRedeclaredVariableLetsItsOldValueGo() throws InterruptedException {
        value("Object big = new Object[1000];");
        WeakReference<Object> old = new WeakReference<>(value("big").get());
        value("String big = \"small\";");
        for (int i = 0; i < CellControl.RESULTS_KEPT; i++) {
            value("1 + " + i);
        }
        awaitClearing(old);
    }

    @Test
    void cellsSeeEachOthersMembersOfEveryAccess() {
        value("class Open { int field = 1; protected int shielded() { return 2; } Open() { } static int s = 3; }");
        value("interface Shape { double area(); }\nabstract class Base { abstract int f(); int g() { return f(); } }");
        value("class Derived extends Base { int f() { return 5; } }\nrecord Dot(int x) implements Shape {"
                + " public double area() { return 0; } }");
        assertEquals(Optional.of(6), value("new Open().field + new Open().shielded() + Open.s"));
        assertEquals(Optional.of(5), value("new Derived().g()"));
        value("sealed interface Tree permits Leaf, Fork { }");
        value("final class Leaf implements Tree { }");
        value("final class Fork implements Tree { Tree left = new Leaf(); }");
        assertEquals(Optional.of(true), value("((Fork) (Tree) new Fork()).left instanceof Leaf"));
        value("enum Color { RED, GREEN }");
        assertEquals(Optional.of(2), value("switch (Color.GREEN) { case RED -> 1; case GREEN -> 2; }"));
    }

    @Test
    void oldObjectsGoOnWithTheVersionTheyWereMadeFrom() {
        value("int step() { return 1; }\nclass Old { int f() { return step(); } }\nObject kept = new Old();");
        value("class Old { int f() { return 100; } }");
        assertEquals(
                Optional.of(1),
                value("var f = kept.getClass().getDeclaredMethod(\"f\"); f.setAccessible(true); f.invoke(kept)"));
        assertEquals(Optional.of(100), value("new Old().f()"));
    }

    @Test
    void aFullHeapIsReportedAndSurvived() {
        Outcome.Failure failure = failure("long[][] hoard = new long[1 << 20][];\n"
                + "for (int i = 0; i < hoard.length; i++) hoard[i] = new long[1 << 22];");
        assertEquals("java.lang.OutOfMemoryError", failure.type());
        assertTrue(failure.lines().get(failure.lines().size() - 1).contains("-Xmx"), failure.lines()::toString);
        value("hoard = null;");
        assertEquals(Optional.of(3), value("1 + 2"));
    }

    @Test
    void aStatementPastItsLimitIsStoppedAndTheNextCellRuns() {
        try (CellShell limited =
                new CellShell(getClass().getClassLoader(), List.of(), List.of(), Optional.of(Duration.ofMillis(700)))) {
            Outcome late = limited.cell(() -> limited.evaluate("int i = 0;\nwhile (true) i++;", 1));
            assertTrue(assertInstanceOf(Outcome.Failure.class, late).message().contains("700 ms"), late::toString);
            assertEquals(Optional.of(4), ((Outcome.Value) limited.cell(() -> limited.evaluate("2 + 2", 2))).value());
        }
    }

    private static void awaitClearing(WeakReference<?> reference) throws InterruptedException {
        for (int i = 0; i < 100 && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(reference.get());
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
        Outcome outcome = evaluate(code);
        return assertInstanceOf(Outcome.Failure.class, outcome, outcome::toString);
    }
}
