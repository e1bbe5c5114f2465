package org.guideddescent.kernel.magic;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.guideddescent.kernel.jshell.Outcome;

/** %load. */
public final class LoadMagics {
    private static final List<String> ENDINGS = List.of("", ".jsh", ".jshell", ".java", ".ijava", ".ipynb");

    private final Cells cells;

    /**
     * Makes the magic that runs files.
     *
     * @param cells runs their code
     */
    public LoadMagics(Cells cells) {
        this.cells = cells;
    }

    /**
     * Runs the code of a file, as {@code %load}.
     *
     * @param files one path, of a notebook, a jsh or a java file
     * @return the value of its last expression, or null
     * @throws IOException if the file cannot be read
     */
    @LineMagic
    @Help(
            usage = "%load file",
            text =
                    "Runs a file of Java, or the code cells of a notebook in their order. The ending may be left out: .jsh,"
                            + " .jshell, .java, .ijava and .ipynb are tried.",
            example = "%load setup.jshell")
    public Object load(List<String> files) throws IOException {
        if (files.size() != 1) {
            throw new IllegalArgumentException("%load needs one file, got " + files);
        }
        Path file = Stream.of(files.get(0))
                .flatMap(name -> ENDINGS.stream().map(ending -> Path.of(name + ending)))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no file "
                        + Path.of(files.get(0)).toAbsolutePath() + ", also with the endings "
                        + String.join(", ", ENDINGS.subList(1, ENDINGS.size()))));
        String text = Files.readString(file);
        Object last = null;
        for (String code : file.toString().endsWith(".ipynb") ? codeCells(file, text) : List.of(text)) {
            last = run(file, code);
        }
        return last;
    }

    private Object run(Path file, String code) {
        try {
            return cells.run(code);
        } catch (CellFailure e) {
            // The lines that follow are those of the file, not of the cell that loads it.
            List<String> lines = new ArrayList<>(e.failure().lines());
            lines.add(0, "in " + file + ":");
            throw new CellFailure(
                    new Outcome.Failure(e.failure().type(), e.failure().message(), lines));
        }
    }

    private static List<String> codeCells(Path file, String notebook) {
        try {
            JsonArray cells = JsonParser.parseString(notebook).getAsJsonObject().getAsJsonArray("cells");
            return StreamSupport.stream(cells.spliterator(), false)
                    .map(JsonElement::getAsJsonObject)
                    .filter(cell -> cell.get("cell_type").getAsString().equals("code"))
                    .map(LoadMagics::source)
                    .toList();
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            throw new IllegalArgumentException(file + " is not a notebook of format 4: " + e.getMessage(), e);
        }
    }

    /** One text or a list of lines: the format allows both. */
    private static String source(JsonObject cell) {
        JsonElement source = cell.get("source");
        if (source.isJsonPrimitive()) {
            return source.getAsString();
        }
        StringBuilder text = new StringBuilder();
        source.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
        return text.toString();
    }
}
