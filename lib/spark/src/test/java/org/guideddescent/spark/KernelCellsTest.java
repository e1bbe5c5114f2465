package org.guideddescent.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cells as the project's kernel loads them: one loader a batch, and bytecode that can be interrupted. */
class KernelCellsTest {
    private static Cells cells;

    @BeforeAll
    static void open() {
        cells = Cells.ofTheKernel();
    }

    @AfterAll
    static void close() {
        cells.close();
    }

    private static String away(Task task) throws Exception {
        return Shipped.of(task).on(unpacked -> ((Task) unpacked).call());
    }

    @Test
    void aLambdaTravelsWithMethodsVariablesAndLoops() throws Exception {
        cells.run("int[] widths = {1, 2, 3};\nrecord Net(int w) {}\nint unused = 4;");
        cells.run("int area() { int sum = 0; for (int w : widths) { sum += new Net(w).w(); } return sum; }");
        assertEquals("6", away(cells.task("() -> String.valueOf(area())")));
    }

    @Test
    void theNewestVersionOfARedefinedMethodTravels() throws Exception {
        cells.run("int rate() { return step(); }");
        cells.run("int step() { return 1; }");
        cells.run("int step() { return 11; }");
        assertEquals("11", away(cells.task("() -> String.valueOf(rate())")));
    }

    @Test
    void aVariableThatCannotTravelIsRefusedByItsName() {
        cells.run("var thread = new Thread(() -> {});");
        var refused =
                assertThrows(IllegalArgumentException.class, () -> Shipped.of(cells.task("() -> thread.getName()")));
        assertTrue(refused.getMessage().contains("the notebook's variable thread, a Thread,"), refused.getMessage());
    }
}
