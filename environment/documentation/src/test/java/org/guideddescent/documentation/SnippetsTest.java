package org.guideddescent.documentation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The check of a page fails where a reader would. */
class SnippetsTest {
    private final Snippets snippets = new Snippets();

    @AfterEach
    void close() {
        snippets.close();
    }

    private void check(String markdown) throws Exception {
        for (var piece : Piece.of(Project.ROOT.resolve("page.md"), markdown)) {
            snippets.check(piece);
        }
    }

    private String refused(String markdown) {
        return assertThrows(AssertionError.class, () -> check(markdown)).getMessage();
    }

    @Test
    void blocksOfAPageShareWhatTheyDeclareAndASetupIsBeforeThem() throws Exception {
        check("""
                <!-- setup:
                double rate = 0.1;
                -->
                ```java
                var rule = adam(rate);
                ```
                ```java
                System.out.println(rule);
                ```
                <!-- output -->
                ```text
                Adam[beta1=0.9, beta2=0.999, eps=1.0E-8].schedule(Constant[rate=0.1])
                ```
                """);
    }

    @Test
    void whatDoesNotCompileThrowsOrPrintsSomethingElseIsRefused() {
        assertTrue(refused("```java\nvar rule = adaam(0.1);\n```\n").contains("adaam"));
        assertTrue(refused("```java\nclipByGlobalNorm(-1);\n```\n").contains("got -1"));
        assertTrue(
                refused("```java\nint twice() { return 2 * nobody(); }\n```\n").contains("nobody"));
        assertTrue(refused("```java\nvar rule = chain(\n```\n").contains("complete"));
        refused("```java\nSystem.out.println(1);\n```\n<!-- output -->\n```text\n2\n```\n");
    }

    @Test
    void whatIsNotRunIsCompiled() throws Exception {
        check("<!-- not run: it would never end -->\n```java\nint n = 0;\nwhile (n == 0) { }\nadam(0.1)\n```\n");
        assertTrue(refused("<!-- not run: no reason -->\n```java\nint n = \"one\";\n```\n")
                .contains("String"));
        assertTrue(refused("<!-- not run: -->\n```java\nint n = 1;\n```\n").contains("why"));
    }

    @Test
    void aProgramIsRun() throws Exception {
        check("""
                ```java
                public class Greeting {
                    public static void main(String[] words) {
                        System.out.println("hello");
                    }
                }
                ```
                <!-- output -->
                ```text
                hello
                ```
                """);
    }

    @Test
    void commandsNameProgramsAndOptionsThatThereAre() throws Exception {
        check("```bash\nQUICK=1 environment/launch --execute   # all\nmvn -q -pl lib/core test\nls --whatever\n```\n");
        assertEquals(List.of("there is no environment/lunch"), Commands.troubles("environment/lunch --help"));
        assertEquals(List.of("environment/launch knows no --dinner"), Commands.troubles("environment/launch --dinner"));
        assertEquals(List.of("there is no module lib/none"), Commands.troubles("mvn -pl lib/none test"));
        assertTrue(refused("```bash\nif true; then\n```\n").contains("syntax error"));
    }

    @Test
    void dependenciesAreOursInTheirVersion() throws Exception {
        var block = """
                ```xml
                <dependency>
                  <groupId>org.guideddescent</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                </dependency>
                ```
                """;
        check(block.formatted("guided-descent", Project.version()));
        assertTrue(refused(block.formatted("guided-descent", "0.0.9")).contains(Project.version()));
        assertTrue(refused(block.formatted("guided-ascent", Project.version())).contains("guided-ascent"));
    }

    @Test
    void aLanguageIsNamedAndKnown() {
        assertTrue(refused("```\nls\n```\n").contains("needs a language"));
        assertTrue(refused("```cobol\nADD A TO B\n```\n").contains("cobol"));
    }

    @Test
    void aQuotationIsWordByWord() {
        assertDoesNotThrow(() -> check("<!-- quoted from LICENSE -->\n```text\nApache License\n```\n"));
        assertTrue(refused("<!-- quoted from LICENSE -->\n```text\nNo license at all\n```\n")
                .contains("LICENSE"));
    }
}
