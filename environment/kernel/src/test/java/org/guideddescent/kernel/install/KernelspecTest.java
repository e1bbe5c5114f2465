package org.guideddescent.kernel.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelspecTest {
    @TempDir
    Path folder;

    @Test
    void installsAndUninstalls() throws IOException {
        Kernelspec spec = Kernelspec.parse(List.of(
                "--prefix", folder.toString(), "--classpath", "extra.jar", "--jvm-opt", "-Xmx2g", "--no-archive"));
        Path written = spec.install();
        assertEquals(folder.resolve("share/jupyter/kernels/java"), written);
        JsonObject json = new Gson().fromJson(Files.readString(written.resolve("kernel.json")), JsonObject.class);
        assertEquals("Java (IJava-compatible)", json.get("display_name").getAsString());
        assertEquals("message", json.get("interrupt_mode").getAsString());
        String argv = json.get("argv").toString();
        assertTrue(argv.contains("-Xmx2g") && argv.contains("extra.jar") && argv.contains("{connection_file}"), argv);
        assertFalse(argv.contains("SharedArchiveFile"), argv);
        spec.uninstall();
        assertFalse(Files.exists(written));
        assertThrows(IllegalArgumentException.class, spec::uninstall);
    }

    @Test
    void anArchiveThatCannotBeMadeDoesNotFailTheInstall() throws IOException {
        Kernelspec spec = Kernelspec.parse(List.of("--prefix", folder.toString(), "--jvm-opt", "-XX:NoSuchOption=1"));
        Path written = spec.install();
        String json = Files.readString(written.resolve("kernel.json"));
        assertFalse(json.contains("SharedArchiveFile"), json);
        assertFalse(Files.exists(written.resolve("classes.jsa")));
    }

    @Test
    void namesEachOptionOnceAndLetsTheUserChooseTheCollector() {
        assertEquals(List.of("-Xa", "-Xb"), JvmOptions.merged(List.of("-Xa"), List.of("-Xa", "-Xb", "-Xb")));
        assertEquals(
                List.of("-XX:+UseParallelGC"),
                JvmOptions.merged(List.of("-XX:+UseSerialGC"), List.of("-XX:+UseParallelGC")));
    }

    @Test
    void refusesUnknownOptionsAndNamesThatLeaveTheFolder() {
        assertThrows(IllegalArgumentException.class, () -> Kernelspec.parse(List.of("--nam", "x")));
        assertThrows(IllegalArgumentException.class, () -> Kernelspec.parse(List.of("--name", "../x")));
    }

    @Test
    void findsTheDataFolderOfEachSystem() {
        Path home = Path.of("/home/u");
        assertEquals(home.resolve(".local/share/jupyter"), JupyterPaths.user(Map.of(), "Linux", home));
        assertEquals(home.resolve("Library/Jupyter"), JupyterPaths.user(Map.of(), "Mac OS X", home));
        assertEquals(Path.of("/r/jupyter"), JupyterPaths.user(Map.of("APPDATA", "/r"), "Windows 11", home));
        assertEquals(Path.of("/d"), JupyterPaths.user(Map.of("JUPYTER_DATA_DIR", "/d"), "Linux", home));
    }

    @Test
    void givesEachJavaOnlyTheOptionsItKnows() {
        assertFalse(JvmOptions.forJava(17).toString().contains("native-access"));
        assertTrue(JvmOptions.forJava(25).contains("--sun-misc-unsafe-memory-access=allow"));
    }
}
