package org.guideddescent.kernel.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallerTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Installer installer =
            new Installer(Machine.here(), new PrintStream(said, true, StandardCharsets.UTF_8));

    private List<String> with(String... options) {
        List<String> all = new ArrayList<>(List.of("--prefix", folder.toString(), "--no-archive"));
        all.addAll(List.of(options));
        return all;
    }

    private Path spec() {
        return folder.resolve("share/jupyter/kernels/java");
    }

    private List<String> listed(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void installsAndUninstalls() throws IOException {
        Path extra = Files.createFile(folder.resolve("extra.jar"));
        installer.install(with("--classpath", extra.toString(), "--jvm-opt", "-Dtitle=two words", "--env", "A=b=c"));
        JsonObject json = new Gson().fromJson(Files.readString(spec().resolve("kernel.json")), JsonObject.class);
        assertEquals("Java (IJava-compatible)", json.get("display_name").getAsString());
        assertEquals("message", json.get("interrupt_mode").getAsString());
        assertEquals("b=c", json.getAsJsonObject("env").get("A").getAsString());
        List<String> argv = new ArrayList<>();
        json.getAsJsonArray("argv").forEach(e -> argv.add(e.getAsString()));
        assertTrue(argv.contains("-Dtitle=two words") && argv.contains("{connection_file}"), argv.toString());
        assertTrue(argv.get(argv.indexOf("-cp") + 1).endsWith(extra.toString()), argv.toString());
        assertFalse(argv.toString().contains("SharedArchiveFile"), argv.toString());
        assertEquals(List.of("kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"), listed(spec()));
        installer.uninstall(with());
        assertFalse(Files.exists(spec()));
        assertThrows(IllegalArgumentException.class, () -> installer.uninstall(with()));
    }

    @Test
    void replacesItsOwnKernelspecAndLeavesNothingBeside() throws IOException {
        installer.install(with());
        installer.install(with("--display-name", "Second"));
        assertTrue(Files.readString(spec().resolve("kernel.json")).contains("Second"));
        assertEquals(List.of("java"), listed(spec().getParent()));
        assertFalse(Files.exists(folder.resolve("share/jupyter/replaced-kernels")));
    }

    @Test
    void keepsTheKernelOfAnotherProgramOutOfJupytersSight() throws IOException {
        Files.createDirectories(spec());
        Files.writeString(spec().resolve("kernel.json"), "{\"argv\": [\"java\", \"-jar\", \"ijava.jar\"]}");
        assertThrows(IllegalArgumentException.class, () -> installer.uninstall(with()));
        installer.install(with());
        Path kept = folder.resolve("share/jupyter/replaced-kernels/java-1");
        assertTrue(Files.readString(kept.resolve("kernel.json")).contains("ijava.jar"));
        assertTrue(said.toString(StandardCharsets.UTF_8).contains(kept.toString()));
    }

    @Test
    void leavesTheFormerKernelspecWhenTheJvmRefusesAnOption() throws IOException {
        installer.install(with("--display-name", "First"));
        var refused = assertThrows(
                IllegalArgumentException.class, () -> installer.install(with("--jvm-opt", "-XX:NoSuchOption=1")));
        assertTrue(refused.getMessage().contains("NoSuchOption"), refused.getMessage());
        assertTrue(Files.readString(spec().resolve("kernel.json")).contains("First"));
        assertEquals(List.of("java"), listed(spec().getParent()));
    }

    @Test
    void expandsWildcardsSortedAndRefusesWhatIsMissing() throws IOException {
        Path b = Files.createFile(folder.resolve("b.jar"));
        Path a = Files.createFile(folder.resolve("a.jar"));
        Files.createFile(folder.resolve("c.txt"));
        assertEquals(List.of(a, b), ClassPathText.expand(folder + "/*", ":"));
        assertEquals(List.of(b, a, b), ClassPathText.expand(b + ";" + folder + "/*.jar", ";"));
        assertThrows(IllegalArgumentException.class, () -> ClassPathText.expand(folder + "/none.jar", ":"));
        assertThrows(IllegalArgumentException.class, () -> ClassPathText.expand(folder + "/x*/y.jar", ":"));
    }
}
