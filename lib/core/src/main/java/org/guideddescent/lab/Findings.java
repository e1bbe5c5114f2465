package org.guideddescent.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.guideddescent.data.Csv;
import org.guideddescent.data.DataFolder;
import tech.tablesaw.api.Table;

/**
 * What one chapter measured and a later one reads: a table in a CSV file.
 *
 * <p>A notebook keeps its table in {@code target/findings}, beside the data folder; the tables of the last full run of the book
 * are committed in {@code data/findings}. The last chapter therefore works alone, and on the numbers of this machine where
 * there are any. A run with {@code QUICK=1} keeps nothing: shortened experiments are no findings.
 */
public final class Findings {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private Findings() {}

    /**
     * Keeps a table under its name and prints where.
     *
     * @param table not modified; its name is small letters, digits and '-', such as {@code 07-growth}
     * @throws IllegalArgumentException if the name is another one
     */
    public static void keep(Table table) {
        keep(table, DataFolder.find().root(), "1".equals(System.getenv("QUICK")));
    }

    /**
     * {@return the table of that name: of this machine if a full run kept one here, else the committed one} Prints
     * which.
     *
     * @param name of the table, as its chapter kept it
     * @throws IllegalArgumentException if there is none
     */
    public static Table read(String name) {
        return read(name, DataFolder.find().root());
    }

    static void keep(Table table, Path data, boolean quick) {
        Path file = own(data, checked(table.name()));
        if (quick) {
            System.out.println("QUICK=1: " + table.name() + " is not kept");
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            // Written aside and moved, so that a reader at work meanwhile sees the old table or the new one.
            Path aside = Files.createTempFile(file.getParent(), table.name(), ".part");
            table.write().csv(aside.toFile());
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + table.name() + " in " + file, e);
        }
        System.out.println("kept: target/findings/" + file.getFileName());
    }

    static Table read(String name, Path data) {
        Path own = own(data, checked(name));
        Path committed = data.resolve("findings").resolve(name + ".csv");
        if (!Files.isRegularFile(own) && !Files.isRegularFile(committed)) {
            throw new IllegalArgumentException("nothing was kept as '" + name + "': neither " + own + " nor "
                    + committed + " exists; the chapter whose number it bears keeps it in a full run");
        }
        boolean here = Files.isRegularFile(own);
        System.out.println(name + ": " + (here ? "of a full run on this machine" : "of the committed run"));
        return Csv.read(here ? own : committed).setName(name);
    }

    private static Path own(Path data, String name) {
        return data.toAbsolutePath()
                .resolveSibling("target")
                .resolve("findings")
                .resolve(name + ".csv");
    }

    private static String checked(String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot name a finding; take small letters, digits and '-', such as 07-growth");
        }
        return name;
    }
}
