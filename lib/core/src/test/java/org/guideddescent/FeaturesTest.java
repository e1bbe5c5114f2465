package org.guideddescent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** FEATURES.md says where each capability lives and what proves it; this looks both up. */
class FeaturesTest {
    private static final Path FEATURES = Path.of("FEATURES.md");
    private static final Pattern NAME = Pattern.compile("`(\\w+)(?:\\.(\\w+))?`");

    /** A line of a table: capability, where, test. */
    private record Feature(String capability, String where, String test) {
        boolean isThere() {
            return !where.startsWith("–");
        }
    }

    @Test
    void everyClassAndTestNamedIsThere() throws IOException {
        var sources = sources(Path.of("src/main/java"));
        var tests = sources(Path.of("src/test/java"));
        var wrong = new ArrayList<String>();
        for (var f : features()) {
            if (f.isThere()) {
                wrong.addAll(missing(f, f.where(), sources));
                wrong.addAll(missing(f, f.test(), tests));
            }
        }
        assertTrue(wrong.isEmpty(), String.join("\n", wrong));
    }

    @Test
    void theTotalIsTheNumberOfLines() throws IOException {
        var all = features();
        long there = all.stream().filter(Feature::isThere).count();
        var total = "**" + there + " of " + all.size() + "** capabilities";
        assertTrue(Files.readString(FEATURES).contains(total), "should say " + total);
    }

    @Test
    void noCapabilityStandsTwice() throws IOException {
        var names = features().stream().map(Feature::capability).toList();
        assertEquals(names.stream().distinct().toList(), names);
    }

    private static List<String> missing(Feature f, String cell, Map<String, String> files) {
        var wrong = new ArrayList<String>();
        var names = NAME.matcher(cell);
        boolean any = false;
        while (names.find()) {
            any = true;
            var text = files.get(names.group(1));
            if (text == null) {
                wrong.add(f.capability() + ": there is no " + names.group(1));
            } else if (names.group(2) != null
                    && !Pattern.compile("\\b" + names.group(2) + "\\b")
                            .matcher(text)
                            .find()) {
                wrong.add(f.capability() + ": " + names.group(1) + " has no " + names.group(2));
            }
        }
        if (!any) {
            wrong.add(f.capability() + ": names nothing in '" + cell + "'");
        }
        return wrong;
    }

    private static List<Feature> features() throws IOException {
        return Files.readAllLines(FEATURES).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| capability"))
                .map(line -> line.split("\\s*\\|\\s*"))
                .map(cells -> new Feature(cells[1], cells[2], cells.length > 3 ? cells[3] : ""))
                .toList();
    }

    private static Map<String, String> sources(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> !f.endsWith("package-info.java"))
                    .collect(Collectors.toMap(
                            f -> f.getFileName().toString().replace(".java", ""), FeaturesTest::read, (a, b) -> a + b));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
