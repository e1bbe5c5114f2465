package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class FindingsTest {
    private record Growth(String arm, double factor) {}

    private static final Table TABLE =
            Tables.of("07-growth", List.of(new Growth("K-FAC", 1), new Growth("SGD", 10.25)));

    @TempDir
    Path root;

    private Path data;

    @BeforeEach
    void makeDataFolder() throws IOException {
        data = Files.createDirectories(root.resolve("data"));
    }

    @Test
    void whatIsKeptIsRead() {
        Findings.keep(TABLE, data, false);
        var read = Findings.read("07-growth", data);
        assertEquals(List.of("arm", "factor"), read.columnNames());
        assertEquals("SGD", read.stringColumn("arm").get(1));
        assertEquals(10.25, read.numberColumn("factor").getDouble(1));
        assertEquals("07-growth", read.name());
    }

    @Test
    void ownTableComesBeforeTheCommittedOne() throws IOException {
        Files.createDirectories(data.resolve("findings"));
        Files.writeString(data.resolve("findings/07-growth.csv"), "arm,factor\nK-FAC,3\n");
        assertEquals(1, Findings.read("07-growth", data).rowCount());
        Findings.keep(TABLE, data, false);
        assertEquals(2, Findings.read("07-growth", data).rowCount());
    }

    @Test
    void shortenedRunKeepsNothing() {
        Findings.keep(TABLE, data, true);
        var refused = assertThrows(IllegalArgumentException.class, () -> Findings.read("07-growth", data));
        assertTrue(refused.getMessage().contains("07-growth"));
    }

    @Test
    void nameThatIsAPathIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Findings.read("../secret", data));
        assertThrows(
                IllegalArgumentException.class, () -> Findings.keep(TABLE.copy().setName("A b"), data, false));
    }

    @Test
    void keepingLeavesNothingBesideTheTable() throws IOException {
        Findings.keep(TABLE, data, false);
        try (var files = Files.list(root.resolve("target/findings"))) {
            assertEquals(1, files.count());
        }
    }
}
