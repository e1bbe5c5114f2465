package org.guideddescent.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static final Names NAMES = new Names() {
        @Override
        public boolean isVariable(String name) {
            return name.equals("done");
        }

        @Override
        public List<String> arguments(String magic, String rest) {
            return Words.of(rest);
        }
    };

    @Test
    void aMagicLineKeepsTheLineNumbersOfTheJavaAroundIt() {
        assertEquals(
                List.of(java("int a = 7;\n"), line("jars", "x.jar"), java("\n\na")),
                split("int a = 7;\n%jars x.jar\na"));
        assertEquals(List.of(line("a", "1"), line("b", "2 3")), split("  %a  1  \r\n\n%b 2 3"));
    }

    @Test
    void aPercentSignElsewhereIsJava() {
        for (String code : List.of(
                "a\n% b",
                "a\n%b",
                "int c = a\n    %b;",
                "foo(a,\n%b)",
                "int x = 5 % y;",
                "x %= y;",
                "String t = \"\"\"\n%jars x.jar\n!ls\n\"\"\";",
                "String t = \"\"\"\n\\\"\"\"\n%jars x.jar\n\"\"\";",
                "/* notes:\n%jars x.jar\n*/",
                "int a = 1; /*\n;\n%b\n*/",
                "// %jars x.jar\nint a;",
                "System.out.printf(\"%d%n\", 3);",
                "printf(\"\"\"\n    %s;\n    %d\n\"\"\", a, b);",
                "char c = '%';",
                "String s = \"= %jars\";",
                "% b")) {
            assertEquals(List.of(java(code)), split(code), code);
        }
    }

    @Test
    void aMagicBeginsWhereAStatementBegins() {
        for (String before : List.of(
                "",
                "int a;\n",
                "void f() { }\n",
                "/* % */\n",
                "a(); // done\n",
                "String s = \"\"\"\n  ;\n  \"\"\";\n",
                "\n \n")) {
            List<Part> parts = split(before + "%jars \"a b.jar\"");
            assertEquals(line("jars", "\"a b.jar\""), parts.get(parts.size() - 1), before);
        }
    }

    @Test
    void aMagicInsideBracesOrBehindAnEqualsSignBecomesACall() {
        String call =
                "io.github.spencerpark.ijava.runtime.Magics.lineMagic(\"jars\", java.util.List.of(\"a b\", \"c\"));";
        assertEquals(List.of(java("List<String> l = " + call + "\nl")), split("List<String> l = %jars \"a b\" c\nl"));
        assertEquals(List.of(java("var l = " + call)), split("var l = %jars \"a b\" c;"));
        assertEquals(List.of(java("if (x) {\n  " + call + "\n}")), split("if (x) {\n  %jars \"a b\" c\n}"));
        assertEquals(
                List.of(java(
                        "var t =io.github.spencerpark.ijava.runtime.Magics.lineMagic(\"t\", java.util.List.of());")),
                split("var t =\n%t".replace("\n", "")));
    }

    @Test
    void aCellMagicTakesItsWholeCell() {
        assertEquals(List.of(new Part.Whole("time", "x y", "not java\n%a", 2)), split("\n%%time x y\nnot java\n%a"));
        assertEquals(List.of(new Part.Whole("html", "", "", 1)), split("%%html"));
        String message = assertThrows(IllegalArgumentException.class, () -> split("int a;\n%%time\na"))
                .getMessage();
        assertEquals("a cell magic must be the first line of its cell: %%time", message);
    }

    @Test
    void anExclamationMarkRunsACommandUnlessItNegates() {
        assertEquals(List.of(line("sh", "ls -l | wc")), split("!ls -l | wc"));
        assertEquals(List.of(java("int a;\n"), line("sh", "./run.sh \"x\"")), split("int a;\n!./run.sh \"x\""));
        assertEquals(List.of(line("sh", "echo $(date)")), split("!echo $(date)"));
        for (String code : List.of(
                "!done",
                "!done.get()",
                "!list.isEmpty()",
                "!(a || b)",
                "!true",
                "!Config.DEBUG",
                "boolean fresh = false;\n!fresh",
                "a &&\n!ls",
                "if (\n!ls) { }")) {
            assertEquals(List.of(java(code)), split(code), code);
        }
    }

    @Test
    void argumentsAreQuotedAsInIJavaWithoutItsLosses() {
        assertEquals(List.of("a", "b c", "d\"e", "C:\\x\\y"), Words.of("a \"b c\" d\\\"e C:\\x\\y"));
        assertEquals(List.of("a\\b", "", "x"), Words.of(" a\\\\b \"\" x "));
        assertEquals(List.of("--opt=x y", "z"), Words.of("--opt=\"x y\"z"));
        assertEquals(List.of(), Words.of("  \t "));
    }

    /** Whatever the statements, those without magics come back as they were, at the lines where they were. */
    @Test
    void javaKeepsItsTextAndItsLinesInRandomCells() {
        List<String> statements = List.of(
                "int a = 5 % 3;",
                "String t = \"\"\"\n%no\n\"\"\";",
                "// %no",
                "/*\n!no\n%no */",
                "void f() {\n  int b = 7\n  %2;\n}",
                "char q = '\\'';",
                "String s = \"\\\"%no\";");
        Random random = new Random(20);
        for (int round = 0; round < 500; round++) {
            List<String> lines = new ArrayList<>();
            List<String> blanked = new ArrayList<>();
            int magics = 0;
            for (int i = 0; i < 6; i++) {
                boolean magic = random.nextInt(3) == 0;
                String text = magic ? "%m " + i : statements.get(random.nextInt(statements.size()));
                lines.add(text);
                blanked.add(magic ? "" : text);
                magics += magic ? 1 : 0;
            }
            List<Part> parts = split(String.join("\n", lines));
            String[] joined = new String[String.join("\n", lines).split("\n", -1).length];
            java.util.Arrays.fill(joined, "");
            int found = 0;
            for (Part part : parts) {
                if (part instanceof Part.Java java) {
                    String[] own = java.text().split("\n", -1);
                    for (int i = 0; i < own.length; i++) {
                        joined[i] += own[i];
                    }
                } else {
                    found++;
                }
            }
            assertEquals(magics, found, lines::toString);
            assertEquals(String.join("\n", blanked), String.join("\n", joined), lines::toString);
        }
    }

    @Test
    void mostCellsAreNotLookedInto() {
        String code = "int a = 5 % 3;\nboolean b = a != 2 && !(a == 3);\n";
        assertSame(code, ((Part.Java) split(code).get(0)).text());
    }

    private static List<Part> split(String code) {
        return Parts.of(code, NAMES);
    }

    private static Part java(String text) {
        return new Part.Java(text);
    }

    private static Part line(String name, String rest) {
        return new Part.Line(name, rest);
    }
}
