package org.guideddescent.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import jdk.jshell.JShell;
import org.guideddescent.kernel.inspect.JavaScan;
import org.guideddescent.kernel.jshell.Questions.Completion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The cursor of a code is its bar. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuestionsTest {
    private static final List<String> CELLS = List.of(
            "int a = 1;\nint b = a + 2; String s = \"x;}\" + 'c'; // c; }\ns.length();\nMath.max(a, b);",
            "if (1 > 0) { System.out.println(1); } else { int q = 2; }\nfor (int i = 0; i < 3; i++) { i++; }\nMath.abs(1)",
            "class A { int f; int g() { return f; } }\nrecord R(int x) {}\nenum E { P, Q }\nnew A().g()",
            "int[] v = {1, 2};\nRunnable r = () -> { int z = 1; };\nObject o = new Object() { int k; };\nv.length",
            "try { int x = 1; } catch (Exception e) { } finally { }\ndo { int y; } while (false);\nint twice(int n) { return 2 * n; }\ntwice(3)",
            "int w = switch (1) { case 1 -> { yield 2; } default -> 3; };\nimport java.util.*;\nList<String> l = new ArrayList<>();\nl.size()");

    private CellShell shell;
    private Questions questions;

    @BeforeAll
    void open() {
        shell = new CellShell(getClass().getClassLoader(), List.of(), List.of());
        questions = shell.questions();
        run("import java.util.*; import java.util.stream.*;");
        run("int count = 5;\nvar names = new ArrayList<String>(List.of(\"a\", \"b\"));\nObject any = List.of(1);");
        run("int twice(int n) { return 2 * n; }\nint twice(int n, String why) { return n; }");
        run("record Dot(int x, int y) { int sum() { return x + y; } }\nDot dot = new Dot(1, 2);");
    }

    @AfterAll
    void close() {
        shell.close();
    }

    @Test
    void theNameUnderTheCursorIsInspectedWhereverTheCursorTouchesIt() {
        for (String code : List.of("|Math.max(1, 2)", "Ma|th.max(1, 2)", "Math|.max(1, 2)")) {
            assertFirstLine("class java.lang.Math", code);
        }
        assertFirstLine("double Math.cbrt(double a)", "Math.cb|rt(2)");
        assertFirstLine("double Math.cbrt(double a)", "Math.cb|rt");
        assertFirstLine("PrintStream System.out", "System.o|ut.println()");
        assertFirstLine("double Math.PI", "2 * Math.P|I");
        assertFirstLine("interface java.util.Map.Entry<K, V>", "Map.Ent|ry<String, Integer> e;");
        assertFirstLine("interface java.util.List<E>", "import java.util.L|ist;");
        assertFirstLine(
                "@interface java.lang.Override", "class A { @Over|ride public String toString() { return \"\"; } }");
        assertFirstLine("class java.lang.String", "List<Str|ing> l;");
        assertFirstLine("int String.length()", "names.stream().map(String::len|gth)");
        assertFirstLine("int Integer.intValue()", "List.of(1).stream().map(z -> z.int|Value())");
        assertFirstLine("(count + 1): int", "(count + 1)|;");
    }

    @Test
    void theOverloadThatFitsTheArgumentsComesFirst() {
        assertFirstLine("int Math.max(int a, int b)", "Math.m|ax(1, count)");
        assertFirstLine("double Math.max(double a, double b)", "Math.m|ax(1, 2.0)");
        assertFirstLine("void java.io.PrintStream.println(String x)", "System.out.print|ln(names.get(0));");
        assertFirstLine(
                "void java.io.PrintStream.println(int x)", "for (int i = 0; i < 3; i++) System.out.print|ln(i);");
        assertFirstLine("ArrayList<E>(int initialCapacity)", "new Array|List<String>(count)");
        assertTrue(inspect("Math.m|ax(1, 2.0)").contains("\n  long Math.max(long a, long b)"));
        assertTrue(inspect("Stream.of(1).ma|p(x -> x)").startsWith("Stream<R> Stream<T>.<R>map("));
    }

    @Test
    void insideParenthesesTheEnclosingCallIsInspected() {
        for (String code : List.of(
                "Math.cbrt(|",
                "Math.cbrt( | )",
                "Math.cbrt(1|)",
                "Math.cbrt(1 + |2)",
                "Math.cbrt((2 |))",
                "Math.cbrt(2)|",
                "Math.cbrt(2); |")) {
            assertFirstLine("double Math.cbrt(double a)", code);
        }
        assertFirstLine("int twice(int n, String why)", "twice(3, |)");
        assertFirstLine("void java.io.PrintStream.println(String x)", "System.out.println(\"a (b|c\")");
        assertFirstLine("int count = 5", "Math.cbrt(co|unt)");
        assertEquals("", inspect("if (1 > |0) { }"));
        assertEquals("", inspect("Math.cbrt(() -> { |})"));
    }

    @Test
    void variablesShowTypeAndValue() {
        assertEquals("int count = 5", inspect("cou|nt"));
        assertEquals("ArrayList<String> names = [\"a\", \"b\"]", inspect("na|mes.size()"));
        assertEquals("Dot dot = Dot[x=1, y=2]", inspect("dot|"));
        assertEquals("Object any = [1]", inspect("any|"));
        run("Object thread = Thread.currentThread();");
        assertEquals("Object thread (a Thread)", inspect("thread|"));
        assertEquals("int count = 5\n\nint count = 5;", inspect("cou|nt", true));
    }

    @Test
    void aLocalVariableDoesNotShowTheValueOfACellsVariable() {
        assertEquals("int count", inspect("for (int count = 0; cou|nt < 3; count++) { }"));
        assertEquals("Integer count", inspect("Stream.of(1).map(count -> cou|nt + 1)"));
        assertEquals("", inspect("noSuch.map(count -> cou|nt + 1)"));
    }

    @Test
    void noCodeOfAValueRunsForItsInspection() {
        run("class Endless { public String toString() { while (true); } public int hashCode() { while (true); } }");
        run("var endless = new Endless(); var list = new ArrayList<>(List.of(endless));");
        assertEquals("Endless endless", inspect("end|less"));
        assertEquals("ArrayList<Endless> list = [Endless]", inspect("li|st"));
    }

    @Test
    void declarationsOfCellsShowTheirSourceOnDemand() {
        assertEquals("int twice(int n)\n\nOverloads:\n  int twice(int n, String why)", inspect("twi|ce(3)"));
        assertEquals("record Dot(int x, int y)", inspect("D|ot"));
        assertFirstLine("int Dot.sum()", "dot.su|m()");
        assertTrue(inspect("twi|ce(3)", true).contains("int twice(int n) { return 2 * n; }"));
        assertTrue(inspect("D|ot", true).contains("int sum() { return x + y; }"));
        assertTrue(inspect("dot.su|m()", true).contains("int sum() { return x + y; }"));
    }

    @Test
    void whatTheCellDeclaresAboveIsKnownBeforeItRuns() {
        String cell = "final var fresh = new StringBuilder();\nclass Fresh { int member; }\nvar made = new Fresh();\n";
        assertFirstLine("StringBuilder fresh", cell + "fre|sh");
        assertFirstLine("StringBuilder fresh", "var fre|sh = new StringBuilder();");
        assertFirstLine("StringBuilder StringBuilder.append(String str)", cell + "fresh.app|end(\"x\")");
        assertEquals(List.of("insert("), complete(cell + "fresh.ins|").matches());
        assertEquals(List.of("member"), complete(cell + "made.mem|").matches());
        assertEquals(List.of("fresh"), complete(cell + "fre|").matches());
        assertEquals(cell.length() + 5, complete(cell + "made.mem|").start());
    }

    @Test
    void whatIsUnknownIsNotFound() {
        for (String code : List.of(
                "noSuch|",
                "noSuch.fo|o()",
                "noSuch.cou|nt",
                "Math.Li|st",
                "noSuch(|",
                "Math.noS|uch(1)",
                "Math.max(noSu|ch, 1)",
                "|",
                "  |",
                "re|turn",
                "// Math.ma|x",
                "\"Math.ma|x\"",
                "§§§.|",
                "{|",
                ")|",
                "%maven a|")) {
            assertEquals("", inspect(code), code);
        }
    }

    @Test
    void javadocOfTheJdkIsText() {
        assumeTrue(
                Files.isReadable(Path.of(System.getProperty("java.home"), "lib", "src.zip")),
                "this JDK came without its sources, so that there is no Javadoc to show");
        String text = inspect("\"abc\".substr|ing(1)");
        assertTrue(
                text.startsWith("String String.substring(int beginIndex)\n\nReturns a string that is a substring"),
                text);
        assertTrue(text.contains("\nParameter beginIndex: the beginning index, inclusive."), text);
        assertTrue(text.contains("\nReturns: the specified substring."), text);
        assertTrue(text.contains("\nThrows IndexOutOfBoundsException: if"), text);
        assertTrue(inspect("Ma|th").contains("The class Math contains methods"));
        assertTrue(inspect("new ArrayList<>(|").contains("initial capacity of ten"));
        assertTrue(inspect("Math.P|I").contains("closer than any other to pi"));
        assertTrue(inspect("String.val|ueOf(1)", true).contains("char[] data"));
    }

    @Test
    void answersHaveAnEnd() {
        run("String long1 = \"y\".repeat(1_000_000); int[] many = new int[1_000_000];");
        for (String code : List.of("long|1", "ma|ny", "Str|ing", "String.value|Of(1)", "Li|st")) {
            assertTrue(inspect(code).length() < 10_000, code);
            assertTrue(inspect(code, true).length() < 50_000, code);
        }
        assertTrue(complete("|").matches().size() <= 1000);
    }

    @Test
    void matchesOfTheExpectedTypeComeFirstAndNoneIsHidden() {
        run("int oneNumber = 1; String oneText = \"\"; int oneMore() { return 1; }");
        assertEquals(
                List.of("oneMore()", "oneNumber", "oneText"),
                complete("int q = one|").matches());
        assertEquals(
                List.of("oneText", "oneMore()", "oneNumber"),
                complete("String q = one|").matches());
        assertEquals(
                List.of("function", "instance", "instance"),
                complete("int q = one|").types());
        assertTrue(complete("String s = names.|").matches().contains("stream()"));
    }

    @Test
    void matchesSayWhatTheyAre() {
        assertEquals(List.of("class"), complete("new ArrayLis|").types());
        assertEquals(List.of("field"), complete("Math.P|").types());
        assertEquals(List.of("function"), complete("Math.cb|").types());
        assertEquals(
                List.of("class"),
                complete("Illegal|").types().stream().distinct().toList());
        Completion literal = complete("Math.clas|");
        assertEquals(List.of("class"), literal.matches());
        assertEquals(List.of("keyword"), literal.types());
    }

    @Test
    void methodReferencesAreCompleted() {
        assertEquals(
                List.of("toCharArray", "toLowerCase", "toString", "toUpperCase"),
                complete("names.stream().map(String::to|").matches());
        assertEquals(
                List.of("valueOf"), complete("Stream.of(1).map(String::val|)").matches());
        assertEquals(
                List.of("println"),
                complete("names.forEach(System.out::println|").matches());
        assertEquals(List.of(), complete("(1)::x|").matches());
        assertEquals(List.of(), complete("::|").matches());
    }

    @Test
    void nonsenseHasNoMatches() {
        for (String code : List.of(
                "§§§.|",
                "§§§|",
                "foo(§).|",
                "noSuch.|",
                "1.|",
                "12|",
                "\"abc|",
                "// Ma|",
                "/* Ma|",
                "+.|",
                ".|",
                "%maven a:|")) {
            assertEquals(List.of(), complete(code).matches(), code);
            assertEquals(code.indexOf('|'), complete(code).start(), code);
        }
    }

    @Test
    void completionReplacesTheNameOnly() {
        Completion completion = complete("int q = 1;\nMath.cbr| + 2");
        assertEquals(List.of("cbrt("), completion.matches());
        assertEquals(16, completion.start());
        assertEquals(19, completion.end());
        assertEquals(List.of("length()"), complete("\"\ud83d\ude00\".len|").matches());
        assertEquals(5, complete("\"\ud83d\ude00\".len|").start());
    }

    @Test
    void javaBelowMagicsIsCompletedAndInspected() {
        assertEquals(
                List.of("cbrt("), complete("%maven g:a:1\n%jars x;\nMath.cbr|").matches());
        assertFirstLine("double Math.cbrt(double a)", "%%time\nMath.cb|rt(2)");
    }

    @Test
    void aLongCellIsCompletedAndInspectedAtItsEnd() {
        StringBuilder cell = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            cell.append("int v").append(i).append(" = ").append(i).append("; // } \" ;\n");
        }
        assertEquals(List.of("cbrt("), complete(cell + "Math.cbr|").matches());
        assertFirstLine("double Math.cbrt(double a)", cell + "Math.cb|rt(v99)");
        assertEquals(List.of("v98"), complete(cell + "v98|").matches());
        String inside = cell.toString().replace("int v50 = 50;", "int v50 = Math.cbr|;");
        assertEquals(List.of("cbrt("), complete(inside).matches());
    }

    @Test
    void theScannerBeginsWhereJShellDoes() {
        try (JShell plain = JShell.create()) {
            Statements statements = new Statements(plain.sourceCodeAnalysis());
            for (String cell : CELLS) {
                for (int cursor = 0; cursor <= cell.length(); cursor++) {
                    int fast = statements.begin(cell, cursor, JavaScan.of(cell, cursor));
                    String rest = cell.substring(fast, cursor).strip();
                    // Behind a finished statement, or at a comment, both leave nothing to complete.
                    if (!rest.isEmpty() && !rest.startsWith("/")) {
                        int slow = statements.begin(cell, cursor, 0);
                        assertEquals(cell.substring(slow, cursor).strip(), rest);
                    }
                }
            }
        }
    }

    @Test
    void noCodeAndNoCursorThrows() {
        Random random = new Random(17);
        List<String> words = List.of(
                "Math",
                ".",
                "max",
                "(",
                ")",
                "{",
                "}",
                "\"",
                "'",
                "\n",
                ";",
                "::",
                "->",
                "int ",
                "new ",
                "List",
                "<",
                ">",
                "@",
                "%",
                "\ud83d\ude00",
                "\ud83d",
                "漢",
                "\\",
                "//",
                "/*",
                "\"\"\"",
                "import ",
                "class ",
                "count",
                "=",
                "1",
                ",");
        for (int i = 0; i < 150; i++) {
            StringBuilder code = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                code.append(words.get(random.nextInt(words.size())));
            }
            int cursor = random.nextInt(code.length() + 3) - 1;
            Completion completion = questions.complete(code.toString(), cursor);
            assertTrue(completion.start() <= completion.end() && completion.end() <= code.length(), code::toString);
            assertEquals(completion.matches().size(), completion.types().size());
            questions.inspect(code.toString(), cursor, i % 2 == 0).forEach(block -> assertFalse(block.isEmpty()));
        }
    }

    private void run(String code) {
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(shell.cell(() -> shell.evaluate(code, 1)));
        assertTrue(outcomes.get(0) instanceof Outcome.Value, outcomes::toString);
    }

    private String inspect(String code) {
        return inspect(code, false);
    }

    private String inspect(String code, boolean detailed) {
        return String.join("\n\n", questions.inspect(code.replace("|", ""), code.indexOf('|'), detailed));
    }

    private void assertFirstLine(String expected, String code) {
        assertEquals(expected, inspect(code).lines().findFirst().orElse(""), code);
    }

    private Completion complete(String code) {
        return questions.complete(code.replace("|", ""), code.indexOf('|'));
    }
}
