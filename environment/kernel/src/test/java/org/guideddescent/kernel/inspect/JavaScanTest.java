package org.guideddescent.kernel.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.guideddescent.kernel.inspect.JavaScan.Inside;
import org.junit.jupiter.api.Test;

/** The cursor of a text is its bar. */
class JavaScanTest {
    @Test
    void statementsEndAtSemicolonsAndBracesOfTheTopLevel() {
        assertEquals("\nb.|", last("int a = 1;\nb.|"));
        assertEquals(" b.|", last("void f() { x; y(); } b.|"));
        assertEquals("\n@A class B { int c; c.|", last("class A { }\n@A class B { int c; c.|"));
        assertEquals("for (int i = 0; i < 3; i++) { a; i.|", last("for (int i = 0; i < 3; i++) { a; i.|"));
    }

    @Test
    void aStatementThatGoesOnBehindABraceIsNotCut() {
        for (String code : List.of(
                "if (a) { b; } else c.|",
                "try { a; } catch (E e) { e.|",
                "do { a; } while (b.|",
                "int[] a = {1, 2}, b.|",
                "new Object() { int a; }.|",
                "Runnable r = () -> { a; }|")) {
            assertEquals(code, last(code));
        }
    }

    @Test
    void bracketsAndSemicolonsInCommentsAndLiteralsMeanNothing() {
        assertEquals(" b.|", last("a(\"; } \\\" ;\", ';', '\\'', /* ; } */ \"\"\"\n ; \" } \"\"\"); // ; }\n; b.|"));
        assertEquals("a(\"\"\"\n; \" ;|", last("a(\"\"\"\n; \" ;|"));
    }

    @Test
    void aMagicLineIsNotJava() {
        assertEquals("\nb.|", last("int a;\n%maven g:a:1\nb.|"));
        assertEquals(Inside.MAGIC, inside("%maven g:|"));
        assertEquals("\na\n% b.|", last("int c;\na\n% b.|"));
    }

    @Test
    void tellsCodeFromCommentsAndLiterals() {
        assertEquals(Inside.COMMENT, inside("// a|\nb"));
        assertEquals(Inside.CODE, inside("// a\n|b"));
        assertEquals(Inside.COMMENT, inside("/* a|*/"));
        assertEquals(Inside.COMMENT, inside("/* a *|/"));
        assertEquals(Inside.CODE, inside("/* a */|"));
        assertEquals(Inside.LITERAL, inside("\"a|\""));
        assertEquals(Inside.LITERAL, inside("\"a|"));
        assertEquals(Inside.CODE, inside("\"a\"|"));
        assertEquals(Inside.CODE, inside("\"a\nb|"));
        assertEquals(Inside.LITERAL, inside("\"\"\"\na\"|\nb"));
    }

    @Test
    void knowsTheOpenBrackets() {
        assertEquals(List.of(1, 3), scan("a(b[c, \"(\"|])").open());
        assertEquals(List.of(), scan("a(b[c])|").open());
        assertEquals(List.of(), scan(")]}|").open());
    }

    @Test
    void findsCharactersThatNoTokenHas() {
        assertTrue(scan("a §.|").hasIllegalCharacter());
        assertTrue(scan("#|").hasIllegalCharacter());
        assertTrue(scan("\ud83d\ude00.|").hasIllegalCharacter());
        assertFalse(scan("a = \"§\" /* # */ + 漢字 - ~b[0] ? c : d::e->f @G.|").hasIllegalCharacter());
        assertFalse(scan("#; a.|").hasIllegalCharacter());
    }

    private static JavaScan scan(String text) {
        return JavaScan.of(text.replace("|", ""), text.indexOf('|'));
    }

    private static Inside inside(String text) {
        return scan(text).inside();
    }

    private static String last(String text) {
        return text.substring(scan(text).begin());
    }
}
