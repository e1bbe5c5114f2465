package org.guideddescent.javadoc;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The pages of a folder, and beside them what they need to draw formulas without a network. */
final class Site {
    private final Path folder;

    /** folder: what the standard doclet wrote, modified by {@link #finish}. */
    Site(Path folder) {
        this.folder = folder;
    }

    /** Finishes every page. Copies KaTeX only if one of them has a formula. */
    void finish() throws IOException {
        boolean formulas = false;
        for (Path file : files(folder, ".html")) {
            String html = Files.readString(file);
            int depth = folder.relativize(file).getNameCount() - 1;
            Page page = Page.of(html, "../".repeat(depth));
            if (!page.html().equals(html)) {
                Files.writeString(file, page.html());
            }
            formulas |= page.hasFormulas();
        }
        if (formulas) {
            copyKatex();
            for (String own : List.of("formulas.js", "formulas.css")) {
                try (InputStream in = Site.class.getResourceAsStream(own)) {
                    Files.copy(in, folder.resolve(own), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private void copyKatex() throws IOException {
        Path source;
        try {
            source = Path.of(Site.class.getResource("/katex/katex.min.js").toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IOException("cannot find KaTeX beside the doclet", e);
        }
        for (Path file : files(source, "")) {
            Path copy = folder.resolve("katex").resolve(source.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(f -> Files.isRegularFile(f) && f.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
