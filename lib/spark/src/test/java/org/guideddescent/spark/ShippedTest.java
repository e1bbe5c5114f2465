package org.guideddescent.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Code of a real JShell is packed here and unpacked in a loader that has none of its classes, as on a worker. */
class ShippedTest {
    /** One for all tests, which use names of their own: its start takes longer than they do. */
    private static Cells cells;

    @BeforeAll
    static void open() {
        cells = Cells.ofTheJdk();
    }

    @AfterAll
    static void close() {
        cells.close();
    }

    @Test
    void aLambdaOfACellRunsWhereItsClassesAreNot() throws Exception {
        var sent = cells.task("() -> \"from a cell\"");
        assertEquals("from a cell", away(sent));
        var name = sent.getClass().getName();
        assertTrue(name.startsWith("REPL."), name);
        assertThrows(ClassNotFoundException.class, () -> Class.forName("REPL.$JShell$1"));
    }

    @Test
    void variablesAndMethodsThatItReachesTravelToo() throws Exception {
        cells.run("double base = 0.5;", "int[] widths = {64, 128};", "double rate(int w) { return base * scale(w); }");
        cells.run("double scale(int w) { return 64.0 / w; }", "String unit = \"steps\";");
        assertEquals("0.25 steps", away(cells.task("() -> rate(widths[1]) + \" \" + unit")));
    }

    @Test
    void recordsEnumsAndInterfacesOfCellsTravelToo() throws Exception {
        cells.run(
                "enum Kind { SMALL, LARGE { int width() { return 512; } }; int width() { return 64; } }",
                "interface Shape { int area(int w); }",
                "record Net(Kind kind, int depth) implements java.io.Serializable, Shape {"
                        + " public int area(int w) { return w * depth; } }",
                "Net net = new Net(Kind.LARGE, 3);");
        assertEquals(
                "1536 LARGE 64",
                away(cells.task("() -> { Shape s = net; return s.area(net.kind().width()) + \" \" + net.kind() + \" \""
                        + " + Kind.valueOf(\"SMALL\").width(); }")));
    }

    @Test
    void whatIsSharedStaysShared() throws Exception {
        cells.run("java.util.ArrayList<String> kept = new java.util.ArrayList<>();", "var same = kept;");
        assertEquals(
                "true 1", away(cells.task("() -> { kept.add(\"x\"); return (kept == same) + \" \" + same.size(); }")));
    }

    @Test
    void variablesHaveTheirValuesOfTheMomentAndKeepThemHere() throws Exception {
        cells.run("int n = 1;", "n = 2;");
        var task = cells.task("() -> String.valueOf(n++)");
        var shipped = Shipped.of(task);
        cells.run("n = 7;");
        assertEquals("2", away(shipped));
        assertEquals("2", away(shipped), "what one run writes, the next one does not see");
        assertEquals("7", task.call(), "a worker's writing does not come back");
        assertEquals("8", away(Shipped.of(task)), "negative control: packed again it has the new value");
    }

    @Test
    void whatOnlyAnInitializerNeededStaysBehind() throws Exception {
        cells.run(
                "var thread = new Thread(() -> {});",
                "int measured(Thread t) { return t.getName().length() > 0 ? 3 : 4; }",
                "int cached = measured(thread);");
        assertEquals("3", away(cells.task("() -> String.valueOf(cached)")));
        var refused = refusal(cells.task("() -> String.valueOf(measured(thread))"));
        assertTrue(refused.contains("variable thread"), refused);
    }

    @Test
    void aVariableThatCannotTravelIsRefusedByItsNameAndType() {
        cells.run("var worker = new Thread(() -> {});", "var list = java.util.List.of(worker);");
        assertEquals(
                "the experiment reads the notebook's variable list, a List<Thread>, that cannot travel to a worker, because a"
                        + " java.lang.Thread is not java.io.Serializable; make it inside of the experiment, or from a"
                        + " method that the experiment calls",
                refusal(cells.task("() -> String.valueOf(list.size())")));
    }

    @Test
    void aTypeOfACellThatCannotTravelIsRefusedToo() {
        cells.run("class Plain { int n = 3; }", "Plain plain = new Plain();");
        var refused = refusal(cells.task("() -> String.valueOf(plain.n)"));
        assertTrue(refused.contains("variable plain, a Plain,"), refused);
    }

    @Test
    void aCapturedValueThatCannotTravelIsRefused() {
        var thread = new Thread(() -> {});
        var refused = refusal((Task) () -> thread.getName());
        assertTrue(refused.contains("java.lang.Thread is not java.io.Serializable"), refused);
    }

    @Test
    void aRedefinedMethodIsTheOneThatTravels() throws Exception {
        cells.run("int one() { return two(); }", "int two() { return 2; }", "int two() { return 22; }");
        assertEquals("22", away(cells.task("() -> String.valueOf(one())")));
    }

    @Test
    void lambdasInsideLambdasAndArraysOfCellTypesTravel() throws Exception {
        cells.run("record P(int x) implements java.io.Serializable {}", "P[][] grid = {{new P(1), new P(2)}};");
        assertEquals(
                "6",
                away(
                        cells.task(
                                "() -> { java.util.function.IntUnaryOperator twice = x -> 2 * x;"
                                        + " return String.valueOf(java.util.Arrays.stream(grid[0]).mapToInt(P::x).map(twice).sum()); }")));
    }

    @Test
    void aCompiledClassNeedsNoClassesAndNoLoader() throws Exception {
        var shipped = Shipped.of((Task) () -> "compiled");
        assertTrue(shipped.classes().isEmpty());
        assertSame(Shipped.class.getClassLoader(), shipped.on(task -> Thread.currentThread()
                .getContextClassLoader()));
    }

    @Test
    void eachUseHasALoaderOfItsOwn() throws Exception {
        var shipped = Shipped.of(cells.task("() -> \"\""));
        assertNotSame(
                shipped.on(task -> Thread.currentThread().getContextClassLoader()),
                shipped.on(task -> Thread.currentThread().getContextClassLoader()));
    }

    private static String away(Task task) throws Exception {
        return away(Shipped.of(task));
    }

    private static String away(Shipped shipped) throws Exception {
        return shipped.on(task -> ((Task) task).call());
    }

    private static String refusal(Task task) {
        return assertThrows(IllegalArgumentException.class, () -> Shipped.of(task))
                .getMessage();
    }
}
