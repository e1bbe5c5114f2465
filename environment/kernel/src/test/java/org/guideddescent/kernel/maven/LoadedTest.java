package org.guideddescent.kernel.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedTest {
    @TempDir
    private Path folder;

    private Optional<String> version(String wanted, Path... classPath) {
        return new Loaded().version(Coordinate.parse(wanted), List.of(classPath));
    }

    private Path labeled(String file, String coordinate) throws IOException {
        Path jar = folder.resolve(file);
        LocalMaven.jar(jar, Coordinate.parse(coordinate));
        return jar;
    }

    private Path bare(String file, String manifestPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, manifestPath);
        Path jar = folder.resolve(file);
        Files.createDirectories(jar.getParent());
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    @Test
    void aJarIsKnownByItsLabelWhateverItsName() throws IOException {
        assertEquals(Optional.of("2"), version("g:a:1", labeled("renamed.jar", "g:a:2")));
        assertEquals(Optional.empty(), version("other:a:1", labeled("a-2.jar", "g:a:2")));
    }

    @Test
    void aJarWithoutLabelIsKnownByItsName() throws IOException {
        assertEquals(Optional.of("2.1"), version("g:a:1", bare("a-2.1.jar", "")));
        assertEquals(Optional.empty(), version("g:a:1", bare("a-core-2.1.jar", "")));
    }

    @Test
    void inTheLayoutOfARepositoryTheGroupCounts() throws IOException {
        Path jar = bare("org/g/a/2/a-2.jar", "");
        assertEquals(Optional.of("2"), version("org.g:a:1", jar));
        assertEquals(Optional.empty(), version("org.h:a:1", jar));
    }

    @Test
    void aClassifierIsAnArtifactOfItsOwn() throws IOException {
        Path main = labeled("a-2.jar", "g:a:2");
        Path natives = labeled("a-2-linux-x86_64.jar", "g:a:2");
        assertEquals(Optional.empty(), version("g:a:jar:linux-x86_64:1", main));
        assertEquals(Optional.empty(), version("g:a:1", natives));
        assertEquals(Optional.of("2"), version("g:a:jar:linux-x86_64:1", main, natives));
        assertEquals(Optional.empty(), version("g:a:1", bare("a-3-linux-x86_64.jar", "")));
    }

    @Test
    void jarsThatAManifestNamesAreOnTheClassPathToo() throws IOException {
        bare("lib/a-2.jar", "");
        assertEquals(Optional.of("2"), version("g:a:1", bare("main.jar", "lib/a-2.jar lib/none.jar")));
    }

    @Test
    void whatIsNoJarHoldsNothing() throws IOException {
        assertEquals(
                Optional.empty(),
                version("g:a:1", folder, folder.resolve("none.jar"), Files.writeString(folder.resolve("x.jar"), "x")));
    }
}
