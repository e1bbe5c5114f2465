package org.guideddescent.kernel.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DoctorTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    /** answers: of every program. */
    private Doctor doctor(Programs answers) {
        return new Doctor(machine(answers), new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private Machine machine(Programs answers) {
        return new Machine(Map.of("PATH", folder.toString()), "Linux", folder, answers);
    }

    private static Programs answer(int status, String out) {
        return command -> Optional.of(new Programs.Answer(status, out, ""));
    }

    private static void wrong(String expected, Check check) {
        assertFalse(check.ok());
        assertTrue(check.sentence().contains(expected), check.sentence());
    }

    private static void fine(String expected, Check check) {
        assertTrue(check.ok(), check.sentence());
        assertTrue(check.sentence().contains(expected), check.sentence());
    }

    private Path kernel(Path data, String main) throws IOException {
        Path kernel = Files.createDirectories(data.resolve("kernels/java"));
        Files.writeString(kernel.resolve("kernel.json"), "{\"argv\": [\"java\", \"" + main + "\"]}");
        return kernel;
    }

    @Test
    void wantsAJdkWithCompilerAndJShell() throws IOException {
        String java = Files.createFile(folder.resolve("java")).toString();
        fine(
                "JDK 21",
                doctor(answer(0, "java.base@21.0.1\njdk.jshell@21\njdk.compiler@21"))
                        .java(java));
        wrong(
                "Java 11",
                doctor(answer(0, "java.base@11\njdk.jshell@11\njdk.compiler@11"))
                        .java(java));
        wrong(
                "lacks jdk.jshell",
                doctor(answer(0, "java.base@21\njdk.compiler@21")).java(java));
        wrong("no Java at", doctor(answer(0, "")).java(folder + "/none"));
    }

    @Test
    void namesJupyterAndItsVersion() throws IOException {
        wrong("pip install", doctor(answer(0, "")).jupyter());
        Files.createFile(folder.resolve("jupyter"));
        fine(
                "jupyter_core 4.12.0",
                doctor(answer(0, "IPython : 8\njupyter_core : 4.12.0\n")).jupyter());
        wrong("does not work", doctor(answer(127, "")).jupyter());
    }

    @Test
    void asksJupyterWhereItSearchesAndElseKnows() throws IOException {
        assertTrue(Jupyter.searched(machine(answer(0, ""))).contains(folder.resolve(".local/share/jupyter")));
        Files.createFile(folder.resolve("jupyter"));
        assertEquals(
                List.of(Path.of("/a"), Path.of("/b")),
                Jupyter.searched(machine(answer(0, "{\"data\": [\"/a\", \"/b\"], \"config\": []}"))));
        assertTrue(Jupyter.searched(machine(answer(0, "no JSON"))).contains(folder.resolve(".local/share/jupyter")));
    }

    @Test
    void wantsOurKernelspecWhereJupyterFindsItFirst() throws IOException {
        Doctor doctor = doctor(answer(0, ""));
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path ours = kernel(second, Kernelspec.MAIN);
        fine(ours.toString(), doctor.kernelspec(ours));
        fine("", doctor.place(ours, List.of(first, second)));
        wrong("does not search", doctor.place(ours, List.of(first)));
        wrong("run install", doctor.kernelspec(first.resolve("kernels/java")));
        Path foreign = kernel(first, "other.Main");
        wrong("not this one", doctor.kernelspec(foreign));
        wrong(foreign.toString(), doctor.place(ours, List.of(first, second)));
    }

    @Test
    void wantsTheFilesOfTheClassPathAndTheJarsOfMaven() throws IOException {
        Doctor doctor = doctor(answer(0, ""));
        Path jar = folder.resolve("kernel.jar");
        List<String> argv = List.of("java", "-cp", jar.toString(), Kernelspec.MAIN);
        wrong(jar.toString(), doctor.classPath(argv));
        wrong("%maven will not work", doctor.resolver(argv));
        Files.createFile(jar);
        Files.createFile(Files.createDirectory(folder.resolve("resolver")).resolve("mima.jar"));
        fine("1 entries", doctor.classPath(argv));
        fine("resolver", doctor.resolver(argv));
    }

    @Test
    void asksTheJvmAboutItsOptionsAndItsArchive() {
        List<String> argv = List.of(
                "java", "-XX:SharedArchiveFile=a.jsa", "-Xlog:disable", "-Xshare:auto", "-Xa", "-cp", "k.jar", "M");
        fine("-Xa", doctor(answer(0, "")).jvmOptions(argv));
        wrong("Unrecognized", doctor(answer(1, "Unrecognized -Xa")).jvmOptions(argv));
        wrong("mismatch", doctor(answer(1, "shared class paths mismatch")).archive(argv));
        fine("none", doctor(answer(1, "")).archive(List.of("java", "-cp", "k.jar", "M")));
        Programs picky = command -> Optional.of(new Programs.Answer(
                command.equals(List.of(
                                "java", "-Xshare:on", "-XX:SharedArchiveFile=a.jsa", "-Xa", "-cp", "k.jar", "-version"))
                        ? 0
                        : 1,
                "",
                command.toString()));
        fine("fits", doctor(picky).archive(argv));
    }

    @Test
    void wantsATemporaryFolderAndFreePorts() throws IOException {
        Doctor doctor = doctor(answer(0, ""));
        fine(folder.toString(), doctor.temporaryFolder(folder));
        wrong("cannot write", doctor.temporaryFolder(folder.resolve("none")));
        fine("127.0.0.1", doctor.ports(InetAddress.getLoopbackAddress()));
        // An address for documentation, which no machine has.
        wrong("192.0.2.1", doctor.ports(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1})));
    }

    @Test
    void aKernelThatIsMissingIsWrong() {
        assertFalse(doctor(command -> Optional.empty()).examine(List.of("--prefix", folder.toString())));
        assertTrue(said.toString(StandardCharsets.UTF_8).contains("WRONG  kernelspec"));
    }

    @Test
    void startsTheKernelAndTellsHowItEnds() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String path = System.getProperty("java.class.path");
        List<String> argv = List.of(java, "-cp", path, Kernelspec.MAIN, Kernelspec.CONNECTION_FILE);
        fine("1 + 1 is 2", FirstCell.run(Kernelspec.ours(argv, "x", Map.of())));
        List<String> none = List.of(java, "-cp", path, "no.such.Main");
        wrong("no.such.Main", FirstCell.run(Kernelspec.ours(none, "x", Map.of())));
    }
}
