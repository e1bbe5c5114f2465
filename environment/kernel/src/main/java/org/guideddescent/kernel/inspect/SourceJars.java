package org.guideddescent.kernel.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds the sources of classes where Maven and others put them: library-1.0-sources.jar beside library-1.0.jar.
 *
 * @param jarOf the jar that has a class, by the class's package and the simple name of its outermost class
 */
public record SourceJars(BiFunction<String, String, Optional<Path>> jarOf) {
    private static final int LARGEST = 4 << 20;

    /**
     * {@return the source text of an outermost class; empty where no source is}
     *
     * @param packageName of the class
     * @param outermost simple name of the outermost class
     */
    public Optional<String> source(String packageName, String outermost) {
        return jarOf.apply(packageName, outermost)
                .map(SourceJars::beside)
                .filter(Files::isRegularFile)
                .flatMap(jar -> read(jar, packageName.replace('.', '/') + "/" + outermost + ".java"));
    }

    private static Path beside(Path jar) {
        String name = String.valueOf(jar.getFileName());
        return jar.resolveSibling(name.replaceFirst("\\.jar$", "") + "-sources.jar");
    }

    private static Optional<String> read(Path jar, String name) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(name.replaceFirst("^/", ""));
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return Optional.of(new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // A broken sources jar costs the documentation only.
            return Optional.empty();
        }
    }
}
