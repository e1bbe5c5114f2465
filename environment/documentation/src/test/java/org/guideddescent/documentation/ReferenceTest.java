package org.guideddescent.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.guideddescent.optimizers.Optimizers;
import org.junit.jupiter.api.Test;

/** The guide's lists are those of the code. */
class ReferenceTest {
    private static final List<String> PAGES = List.of(
            "quick-start",
            "choose",
            "tune",
            "reproduce",
            "write-an-optimizer",
            "add-a-layer",
            "bring-your-own",
            "migrate",
            "optimizers",
            "reference",
            "design");

    private static String page(String name) {
        return Project.read(Project.ROOT.resolve("notebooks/guide/" + name + ".md"));
    }

    @Test
    void thePageOfAllOptimizersIsTheListing() {
        var expected = new ArrayList<String>();
        var last = "";
        for (var entry : Optimizers.list().entries()) {
            var title = entry.family().title();
            expected.add("| " + (title.equals(last) ? "" : "**" + title + "**") + " | `" + entry.call() + "` | "
                    + entry.says() + " |");
            last = title;
        }
        var found = page("optimizers")
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| family"))
                .collect(Collectors.joining("\n"));
        assertEquals(String.join("\n", expected), found, "the table of optimizers.md should be as expected here");
    }

    @Test
    void everyPackageHasALine() throws Exception {
        var text = page("reference");
        try (var packages = Files.list(Project.ROOT.resolve("lib/core/src/main/java/org/guideddescent"))) {
            var missing = packages.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !text.contains("| `" + name + "` |"))
                    .toList();
            assertEquals(List.of(), missing);
        }
    }

    @Test
    void theClassesToBeginWithAreThere() {
        var row = Pattern.compile("^\\| `(\\w+)` \\| [^|]+ \\| ([^|]+) \\|$", Pattern.MULTILINE);
        var missing = row.matcher(page("reference"))
                .results()
                .flatMap(found -> Pattern.compile("`(\\w+)`")
                        .matcher(found.group(2))
                        .results()
                        .map(name -> "org.guideddescent." + found.group(1) + "." + name.group(1)))
                .filter(ReferenceTest::isAbsent)
                .toList();
        assertEquals(List.of(), missing);
    }

    private static boolean isAbsent(String name) {
        try {
            Class.forName(name, false, ReferenceTest.class.getClassLoader());
            return false;
        } catch (ClassNotFoundException absent) {
            return true;
        }
    }

    @Test
    void noPageOfTheGuideIsLongerThanASitting() throws Exception {
        for (var name : PAGES) {
            assertTrue(page(name).lines().count() <= 150, name);
        }
    }
}
