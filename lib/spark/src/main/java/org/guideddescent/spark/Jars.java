package org.guideddescent.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of this process's class path a worker lacks: all of it but Spark's own jars, which it has. Folders of classes are packed
 * into jars of the temporary folder, which go with the process.
 *
 * @param files jars
 */
record Jars(List<Path> files) {
    private static final String SPARKS = "spark-jars.txt";

    Jars {
        files = List.copyOf(files);
    }

    /** Those of the class path of the JVM and of the loaders above a class, such as a notebook's. */
    static Jars of(ClassLoader loader) {
        var entries = new LinkedHashSet<Path>();
        for (var above = loader; above != null; above = above.getParent()) {
            if (above instanceof URLClassLoader urls) {
                Stream.of(urls.getURLs()).flatMap(Jars::file).forEach(entries::add);
            }
        }
        Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .forEach(entries::add);
        var sparks = sparks();
        return new Jars(entries.stream()
                .filter(Files::exists)
                .filter(entry -> !sparks.contains(entry.getFileName().toString()))
                .map(Path::toAbsolutePath)
                .filter(entry -> !entry.startsWith(installation()))
                .map(entry -> Files.isDirectory(entry) ? packed(entry) : entry)
                .toList());
    }

    private static Stream<Path> file(URL url) {
        try {
            return url.getProtocol().equals("file") ? Stream.of(Path.of(url.toURI())) : Stream.of();
        } catch (URISyntaxException e) {
            return Stream.of();
        }
    }

    /** The names of the jars that Spark consists of. */
    private static Set<String> sparks() {
        try (var in = Jars.class.getResourceAsStream(SPARKS)) {
            if (in == null) {
                throw new IllegalStateException("the module's jar lacks " + SPARKS + "; build it again with Maven");
            }
            return Stream.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .trim()
                            .split(":"))
                    .map(name -> name.substring(name.lastIndexOf('/') + 1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SPARKS, e);
        }
    }

    /** The folder that Spark lies in, if it has one of its own as in a distribution. */
    private static Path installation() {
        var spark = file(org.apache.spark.SparkConf.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation());
        return spark.map(Path::getParent)
                .filter(folder -> folder.endsWith("jars"))
                .findFirst()
                .orElse(Path.of("/nowhere"));
    }

    private static Path packed(Path folder) {
        try (var found = Files.walk(folder)) {
            var jar = Files.createTempFile("guided-descent-", ".jar");
            jar.toFile().deleteOnExit();
            var names = new ArrayList<Path>(
                    found.filter(Files::isRegularFile).sorted().toList());
            try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
                out.setLevel(1);
                for (var file : names) {
                    out.putNextEntry(
                            new JarEntry(folder.relativize(file).toString().replace('\\', '/')));
                    Files.copy(file, out);
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException("the classes of " + folder + " cannot be packed for the workers", e);
        }
    }
}
