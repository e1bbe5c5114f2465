package org.guideddescent.sweep;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One file of a store as far as it was read. */
final class Segment {
    /** Longer than any result: a file without line breaks must not fill the memory. */
    private static final int LONGEST = 1 << 26;

    /** An intact line. */
    record Line(Path file, int number, Result result) {}

    private final Path file;
    private final List<Line> lines = new ArrayList<>();
    private final List<Damage> damaged = new ArrayList<>();
    private List<Damage> atEnd = List.of();
    private long offset;
    private int number;

    Segment(Path file) {
        this.file = file;
    }

    List<Line> lines() {
        return lines;
    }

    /** Damaged lines, each; a file without an intact one is named as a whole. */
    List<Damage> damages() {
        var all = new ArrayList<>(damaged);
        all.addAll(atEnd);
        if (lines.isEmpty() && damaged.size() > 1) {
            var first = damaged.get(0);
            return List.of(new Damage(
                    file, 0, "none of its " + damaged.size() + " lines is a result; the first: " + first.why()));
        }
        return all;
    }

    /** Reads the lines that were added since. */
    void refresh() {
        try {
            if (Files.size(file) < offset) {
                forget();
            }
            try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                in.skipNBytes(offset);
                read(in);
            }
        } catch (IOException e) {
            atEnd = List.of(new Damage(file, 0, "cannot be read: " + e));
        }
    }

    private void read(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                number++;
                offset += line.size() + 1L;
                take(line.toByteArray());
                line.reset();
            } else if (line.size() == LONGEST) {
                atEnd = List.of(new Damage(file, number + 1, "has no end within " + LONGEST + " bytes"));
                return;
            } else {
                line.write(b);
            }
        }
        atEnd = line.size() == 0
                ? List.of()
                : List.of(new Damage(
                        file,
                        number + 1,
                        "ends after " + line.size() + " bytes, without a line break; its writer was"
                                + " killed, or writes it just now"));
    }

    private void take(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            lines.add(new Line(file, number, Result.parse(text.toString())));
        } catch (CharacterCodingException e) {
            damaged.add(new Damage(file, number, "the line is not text in UTF-8"));
        } catch (IllegalArgumentException e) {
            damaged.add(new Damage(file, number, e.getMessage()));
        }
    }

    private void forget() {
        lines.clear();
        damaged.clear();
        offset = 0;
        number = 0;
    }
}
