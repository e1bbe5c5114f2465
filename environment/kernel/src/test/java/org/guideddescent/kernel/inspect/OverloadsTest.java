package org.guideddescent.kernel.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class OverloadsTest {
    private static final List<String> MAX = List.of(
            "int Math.max(int a, int b)",
            "long Math.max(long a, long b)",
            "float Math.max(float a, float b)",
            "double Math.max(double a, double b)");
    private static final List<String> PRINT = List.of(
            "void P.print(boolean b)",
            "void P.print(int i)",
            "void P.print(char[] s)",
            "void P.print(String s)",
            "void P.print(Object o)");

    @Test
    void numbersGoToTheNarrowestTypeThatHoldsThemAll() {
        assertEquals(MAX.get(0), best(MAX, "int", "int"));
        assertEquals(MAX.get(0), best(MAX, "short", "char"));
        assertEquals(MAX.get(1), best(MAX, "int", "long"));
        assertEquals(MAX.get(3), best(MAX, "float", "double"));
        assertEquals(MAX.get(1), best(MAX, "Long", "int"));
    }

    @Test
    void otherTypesGoToTheirOwnOrToObject() {
        assertEquals(PRINT.get(3), best(PRINT, "java.lang.String"));
        assertEquals(PRINT.get(2), best(PRINT, "char[]"));
        assertEquals(PRINT.get(0), best(PRINT, "boolean"));
        assertEquals(PRINT.get(1), best(PRINT, "byte"));
    }

    @Test
    void theCountDecidesFirstAndUnknownTypesNothing() {
        List<String> all = List.of("void f(int a, int b)", "void f(String a)", "void f()");
        assertEquals(all.get(1), best(all, ""));
        assertEquals(all.get(2), best(all));
        assertEquals(
                all,
                Overloads.order(all, List.of("", ""), false).stream()
                        .sorted(java.util.Comparator.comparing(all::indexOf))
                        .toList());
        assertEquals(all.get(0), Overloads.order(all, List.of("int", ""), true).get(0));
        assertEquals(
                "void f(int a, int b)",
                Overloads.order(all, List.of("int"), true).get(0));
    }

    private static String best(List<String> signatures, String... types) {
        return Overloads.order(signatures, List.of(types), false).get(0);
    }
}
