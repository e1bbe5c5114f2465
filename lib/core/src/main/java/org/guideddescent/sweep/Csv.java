package org.guideddescent.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Results as a file of values between commas. */
final class Csv {
    private Csv() {}

    static void write(Results results, Path file) {
        var folder = file.toAbsolutePath().getParent();
        try {
            var beside = Files.createTempFile(folder, file.getFileName().toString(), ".part");
            try {
                results.table().write().csv(beside.toFile());
                Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
