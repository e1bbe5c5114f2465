package org.guideddescent.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestClassPathTest {
    @TempDir
    private Path folder;

    @Test
    void entriesAreRelativeToTheJarOrFilesOfTheirOwn() throws IOException {
        Path far = folder.resolve("far away.jar");
        assertEquals(
                List.of(folder.resolve("lib/a.jar"), folder.resolve("with space.jar"), far),
                named("lib/a.jar  with%20space.jar " + far.toUri()));
    }

    @Test
    void plainNamesThatAreNoUriCountAndPlacesOnTheNetworkDoNot() throws IOException {
        assertEquals(List.of(folder.resolve("a[1].jar")), named("a[1].jar http://127.0.0.1/b.jar"));
    }

    @Test
    void aJarWithoutTheLineNamesNothing() throws IOException {
        assertEquals(List.of(), named(null));
        assertEquals(List.of(), named("  "));
    }

    private List<Path> named(String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (classPath != null) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        Path path = folder.resolve("main.jar");
        new JarOutputStream(Files.newOutputStream(path), manifest).close();
        try (JarFile jar = new JarFile(path.toFile())) {
            return ManifestClassPath.of(path, jar);
        }
    }
}
