package org.guideddescent.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of this project, wherever the tests run. */
final class Project {
    /** The folder with LICENSE in it, at or above the working folder. */
    static final Path ROOT = Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
            .filter(p -> Files.isRegularFile(p.resolve("LICENSE")))
            .findFirst()
            .orElseThrow();

    /** What others wrote about their data, and what Maven and Jupyter made. */
    private static final List<Path> NOT_OURS = List.of(ROOT.resolve("data/LICENSES"));

    private static final Pattern PARENT = Pattern.compile("<parent>.*?</parent>", Pattern.DOTALL);

    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");

    private Project() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** Every Markdown file, by path. */
    static List<Path> markdown() {
        return files(".md");
    }

    /** The version of all our artifacts, from the BOM, from which the build inherits. */
    static String version() {
        Matcher found = Pattern.compile("<artifactId>guided-descent-bom</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(read(ROOT.resolve("lib/bom/pom.xml")));
        if (!found.find()) {
            throw new IllegalStateException("the BOM tells no version");
        }
        return found.group(1);
    }

    /** The artifacts that the poms of the modules make. */
    static List<String> artifacts() {
        var names = new ArrayList<String>();
        for (var pom : files("pom.xml")) {
            // The first name outside of the parent is the project's own.
            Matcher found = ARTIFACT.matcher(PARENT.matcher(read(pom)).replaceAll(""));
            if (found.find()) {
                names.add(found.group(1));
            }
        }
        return names;
    }

    /** Deletes all that is in a folder; what links in it lead to stays. */
    static void empty(Path folder) throws IOException {
        try (var found = Files.walk(folder)) {
            for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) {
                    Files.delete(path);
                }
            }
        }
    }

    private static List<Path> files(String ending) {
        var found = new ArrayList<Path>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    var name = folder.getFileName().toString();
                    boolean passed = !folder.equals(ROOT) && (name.startsWith(".") || name.equals("target"));
                    return passed || NOT_OURS.contains(folder)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(ending)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(null);
        return found;
    }
}
