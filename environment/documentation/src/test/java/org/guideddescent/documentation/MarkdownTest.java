package org.guideddescent.documentation;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every block of code in every Markdown file of the project is compiled and, unless it says why not, run. */
class MarkdownTest {
    /** Its Java is for the kernel, whose own test runs it there. */
    private static final Path KERNEL = Project.ROOT.resolve("environment/kernel/README.md");

    private static final Snippets SNIPPETS = new Snippets();

    /** What an earlier run of the examples wrote would be gone on with. */
    @BeforeAll
    static void clear() throws IOException {
        var work = Path.of("").toAbsolutePath();
        if (work.endsWith("target/work")) {
            Project.empty(work);
        }
    }

    @AfterAll
    static void close() {
        SNIPPETS.close();
    }

    @TestFactory
    Stream<DynamicNode> everyBlock() {
        return Project.markdown().stream().map(MarkdownTest::page);
    }

    private static DynamicNode page(Path file) {
        return dynamicContainer(
                Project.ROOT.relativize(file).toString(),
                Piece.of(file).stream()
                        .filter(piece ->
                                !(file.equals(KERNEL) && piece.language().equals("java")))
                        .map(piece -> dynamicTest(piece.place() + " " + piece.language(), () -> checked(piece))));
    }

    private static void checked(Piece piece) throws Exception {
        try {
            SNIPPETS.check(piece);
        } catch (AssertionError e) {
            throw new AssertionError(piece.place() + ": " + e.getMessage(), e);
        }
    }

    @Test
    void theWalkFindsThePagesThatThereAre() {
        var names = Project.markdown().stream()
                .map(file -> Project.ROOT.relativize(file).toString())
                .toList();
        assertTrue(names.containsAll(List.of("README.md", "CONTRIBUTING.md", "lib/spark/README.md")), names::toString);
        assertTrue(names.stream().noneMatch(name -> name.contains("target/")), names::toString);
    }
}
