package org.guideddescent.kernel.protocol;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A library made for a test: compiled from sources, with services. */
final class ExtensionJar {
    private static final Pattern NAME = Pattern.compile("public final class (\\w+)");

    private final Path folder;
    private final List<Path> sources = new ArrayList<>();
    private final Map<String, String> services = new LinkedHashMap<>();

    /** folder: where sources, classes and jars are written. */
    ExtensionJar(Path folder) {
        this.folder = folder;
    }

    /** A file of Java with one public final class in package example. */
    void source(String java) {
        Matcher name = NAME.matcher(java);
        assertTrue(name.find(), java);
        try {
            Path packaged = Files.createDirectories(folder.resolve("src/example"));
            sources.add(Files.writeString(packaged.resolve(name.group(1) + ".java"), java));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ExtensionJar service(String service, String... classes) {
        services.put("META-INF/services/" + service, String.join("\n", classes) + "\n");
        return this;
    }

    Path write(String name) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(classes);
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                add(out, classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
            for (Map.Entry<String, String> service : services.entrySet()) {
                add(out, service.getKey(), service.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private void compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-proc:none",
                    "-Xlint:-options");
            assertTrue(
                    compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                            .call(),
                    said::toString);
        }
    }

    private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }
}
