package org.guideddescent.kernel.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Path HOME = Path.of("/home/u");

    private static Machine machine(String system, Map<String, String> environment) {
        return new Machine(environment, system, HOME, command -> Optional.empty());
    }

    private static Path user(String system, Map<String, String> environment) {
        return JupyterPaths.user(machine(system, environment));
    }

    /** A container often runs as a user whose home in the system's record cannot be written, and sets HOME. */
    @Test
    void theHomeThatTheEnvironmentNamesGoesFirstWhereJupyterSaysSo() {
        Map<String, String> environment = Map.of("HOME", "/tmp/h");
        assertEquals(Path.of("/tmp/h/.local/share/jupyter"), user("Linux", environment));
        assertEquals(Path.of("/tmp/h/Library/Jupyter"), user("Mac OS X", environment));
        assertEquals(HOME.resolve(".jupyter/data"), user("Windows 11", environment));
        assertEquals(Path.of("/x/jupyter"), user("Linux", Map.of("HOME", "/tmp/h", "XDG_DATA_HOME", "/x")));
    }

    @Test
    void findsTheDataFolderOfEachSystem() {
        assertEquals(HOME.resolve(".local/share/jupyter"), user("Linux", Map.of()));
        assertEquals(Path.of("/x/jupyter"), user("Linux", Map.of("XDG_DATA_HOME", "/x")));
        assertEquals(HOME.resolve("Library/Jupyter"), user("Mac OS X", Map.of()));
        assertEquals(Path.of("/r/jupyter"), user("Windows 11", Map.of("APPDATA", "/r")));
        assertEquals(HOME.resolve(".jupyter/data"), user("Windows 11", Map.of()));
        assertEquals(Path.of("/d"), user("Windows 11", Map.of("JUPYTER_DATA_DIR", "/d", "APPDATA", "/r")));
    }

    @Test
    void takesSysPrefixFromTheActiveEnvironmentAndElseFromPython() {
        assertEquals(Path.of("/v"), JupyterPaths.sysPrefix(machine("Linux", Map.of("VIRTUAL_ENV", "/v"))));
        assertEquals(Path.of("/c"), JupyterPaths.sysPrefix(machine("Linux", Map.of("CONDA_PREFIX", "/c"))));
        Machine python = new Machine(
                Map.of(),
                "Linux",
                HOME,
                command -> command.get(0).equals("python3")
                        ? Optional.of(new Programs.Answer(0, "/usr\n", ""))
                        : Optional.empty());
        assertEquals(Path.of("/usr"), JupyterPaths.sysPrefix(python));
        assertThrows(IllegalArgumentException.class, () -> JupyterPaths.sysPrefix(machine("Linux", Map.of())));
    }

    @Test
    void searchesWhereJupyterDoes() {
        List<Path> searched = JupyterPaths.searched(machine("Linux", Map.of("JUPYTER_PATH", "/a:/b")));
        assertEquals(
                List.of(Path.of("/a"), Path.of("/b"), HOME.resolve(".local/share/jupyter")), searched.subList(0, 3));
        assertTrue(JupyterPaths.searched(machine("Windows 11", Map.of("PROGRAMDATA", "/p")))
                .contains(Path.of("/p/jupyter")));
    }

    @Test
    void refusesWhatIsNoOptionAndNamesThatLeaveTheFolder() {
        for (List<String> wrong : List.of(
                List.of("--nam", "x"),
                List.of("--name", "../x"),
                List.of("--name"),
                List.of("--env", "x"),
                List.of("--user", "--prefix", "/p"),
                List.of("--jvm-opt", "-Xmx2g -Xss1m"),
                List.of("--jvm-opt", "--add-modules x"),
                List.of("--jvm-opt", "-cp"),
                List.of("--jvm-opt", "Xmx2g"))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Options.parse(wrong, machine("Linux", Map.of())),
                    wrong.toString());
        }
    }

    @Test
    void namesEachOptionOnceAndLetsTheUserChooseCollectorAndHeap() {
        assertEquals(List.of("-Xa", "-Xb"), JvmOptions.merged(List.of("-Xa"), List.of("-Xa", "-Xb", "-Xb")));
        assertEquals(
                List.of("-XX:+UseParallelGC"),
                JvmOptions.merged(List.of("-XX:+UseSerialGC"), List.of("-XX:+UseParallelGC")));
        for (String heap : List.of("-Xmx64m", "-Xms1g", "-XX:MaxHeapSize=64m", "-XX:InitialRAMPercentage=5")) {
            assertEquals(
                    List.of("-Xa", heap),
                    JvmOptions.merged(List.of("-Xms128m", "-Xa"), List.of(heap)),
                    "a heap that begins above its limit ends the JVM");
        }
    }

    @Test
    void givesEachJavaOnlyTheOptionsItKnows() {
        assertFalse(JvmOptions.forJava(17).toString().contains("native-access"));
        assertFalse(JvmOptions.forJava(21).toString().contains("native-access"));
        assertTrue(JvmOptions.forJava(25).contains("--sun-misc-unsafe-memory-access=allow"));
    }

    @Test
    void refusesAJavaThatIsOldOrHasNoCompiler() {
        Path java = Path.of("/j/bin/java");
        assertThrows(IllegalArgumentException.class, () -> new Jdk(java, 11, Set.of("jdk.jshell")).fit());
        assertThrows(IllegalArgumentException.class, () -> new Jdk(java, 17, Set.of("jdk.jshell")).fit());
    }
}
