package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** %%file, also named %%writefile. */
public final class FileMagics {
    /** Makes the magic, which keeps nothing. */
    public FileMagics() {}

    /**
     * Writes the cell to a file, as {@code %%file}.
     *
     * @param arguments the path, and {@code -a} to append
     * @param body what is written
     * @throws IOException if the file cannot be written
     */
    @CellMagic(aliases = "writefile")
    @Help(
            usage = "%%file [-a] path",
            text = "Writes the rest of the cell into a file, in UTF-8; folders are made where they lack. -a appends.",
            example = "%%file notes.txt\nThe first line.")
    public void file(List<String> arguments, String body) throws IOException {
        List<String> names =
                arguments.stream().filter(a -> !a.matches("-a|--append")).toList();
        boolean append = names.size() < arguments.size();
        if (names.size() != 1) {
            throw new IllegalArgumentException("%%file needs one path, got " + names);
        }
        Path path = Path.of(names.get(0)).toAbsolutePath();
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException("cannot write to " + path + ": it is a folder");
        }
        Files.createDirectories(path.getParent());
        OpenOption[] options =
                append ? new OpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.APPEND} : new OpenOption[] {};
        String text = body.isEmpty() || body.endsWith("\n") ? body : body + "\n";
        Files.writeString(path, text, options);
        System.out.println((append ? "appended to " : "wrote ") + path);
    }
}
