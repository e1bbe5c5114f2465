package org.guideddescent.kernel.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that is replaced as a whole: its successor is filled beside it and then takes its name. The tilde keeps Jupyter
 * from taking a half-written folder for a kernel, whose names have none.
 */
record Swap(Path target) {
    /** An empty folder beside the target, to be filled. */
    Path begin() throws IOException {
        Files.createDirectories(target.getParent());
        return Files.createTempDirectory(target.getParent(), target.getFileName() + "~");
    }

    /** Gives the filled folder the target's name. kept: where the former content goes; it is deleted if empty. */
    void end(Path filled, Optional<Path> kept) throws IOException {
        if (!Files.exists(target)) {
            Files.move(filled, target);
            return;
        }
        Path former = kept.orElse(target.resolveSibling(filled.getFileName() + "old"));
        Files.createDirectories(former.getParent());
        Files.move(target, former);
        try {
            Files.move(filled, target);
        } catch (IOException e) {
            Files.move(former, target);
            throw e;
        }
        if (kept.isEmpty()) {
            delete(former);
        }
    }

    /** Removes a folder and all in it; a no-op where there is none. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
