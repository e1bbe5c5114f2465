package org.guideddescent.kernel.protocol;

import static org.guideddescent.kernel.protocol.FrontEnd.printed;
import static org.guideddescent.kernel.protocol.FrontEnd.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guideddescent.kernel.wire.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IJava's environment variables: what they mean, and that a wrong value is told and stops nothing. */
@Timeout(120)
class EnvironmentTest {
    private static Environment with(String name, String value) {
        return new Environment(Map.of(name, value));
    }

    @ParameterizedTest
    @CsvSource({
        "500, 500",
        "30 SECONDS, 30000",
        "30 seconds, 30000",
        "2MINUTES, 120000",
        "1 minute, 60000",
        "5 s, 5000",
        "1-h, 3600000",
        "7 DAYS, 604800000",
        "10 NANOSECONDS, 1",
        "1500 MICROSECONDS, 1",
        "9223372036854775807 DAYS, 9223372036854775807",
    })
    void aTimeoutIsMillisecondsOrANumberWithAUnit(String text, long millis) {
        Environment environment = with("IJAVA_TIMEOUT", text);
        assertEquals(Optional.of(Duration.ofMillis(millis)), environment.statementLimit());
        assertEquals(List.of(), environment.complaints());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "0", "-1", "-5 SECONDS"})
    void anEmptyOrANonPositiveTimeoutIsNoLimit(String text) {
        Environment environment = with("IJAVA_TIMEOUT", text);
        assertEquals(Optional.empty(), environment.statementLimit());
        assertEquals(List.of(), environment.complaints());
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "5 fortnights", "1.5 s", "99999999999999999999", "SECONDS"})
    void aTimeoutThatIsNoTimeIsNamed(String text) {
        Environment environment = with("IJAVA_TIMEOUT", text);
        assertEquals(Optional.empty(), environment.statementLimit());
        assertEquals(1, environment.complaints().size());
        assertTrue(environment.complaints().get(0).startsWith("IJAVA_TIMEOUT is '" + text + "', which is no time"));
    }

    @Test
    void compilerOptionsAreWordsWithQuotes() {
        assertEquals(
                List.of("-parameters", "-Akey=two words"),
                with("IJAVA_COMPILER_OPTS", "-parameters  \"-Akey=two words\"").compilerOptions());
        assertEquals(List.of(), new Environment(Map.of()).compilerOptions());
    }

    @Test
    void jjavasNamesAreReadWhereIjavasAreAbsent() {
        assertEquals(List.of("-g"), with("JJAVA_COMPILER_OPTS", "-g").compilerOptions());
        Environment both = new Environment(Map.of("JJAVA_COMPILER_OPTS", "-g", "IJAVA_COMPILER_OPTS", "-parameters"));
        assertEquals(List.of("-parameters"), both.compilerOptions());
        assertTrue(new Environment(Map.of()).loadsExtensions());
        assertFalse(with("JJAVA_LOAD_EXTENSIONS", "false").loadsExtensions());
        assertFalse(with("JJAVA_LOAD_EXTENSIONS", "0").loadsExtensions());
    }

    @Test
    void theClassPathHasWildcardsFoldersAndSeveralEntries(@TempDir Path folder) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("lib/deep"));
        Path a = Files.createFile(folder.resolve("lib/a.jar"));
        Path b = Files.createFile(folder.resolve("lib/b.jar"));
        Path c = Files.createFile(lib.resolve("c.jar"));
        Files.createFile(lib.resolve("note.txt"));
        assertEquals(List.of(a, b), added(folder + "/lib/*.jar"));
        assertEquals(List.of(b), added(folder + "/l?b/b*"));
        assertEquals(List.of(a, b, c), added(folder + "/**/*.jar"));
        assertEquals(List.of(lib), added(lib.toString()));
        assertEquals(List.of(b, a), added(b + File.pathSeparator + a + File.pathSeparator));
        assertEquals(
                List.of(),
                with("IJAVA_CLASSPATH", folder + "/none/*.jar").complaints(),
                "a wildcard may match nothing");
    }

    private static List<Path> added(String value) {
        Environment environment = with("IJAVA_CLASSPATH", value);
        assertEquals(List.of(), environment.complaints());
        int own = new Environment(Map.of()).classPath().size();
        List<String> all = environment.classPath();
        return all.subList(own, all.size()).stream().map(Path::of).toList();
    }

    @Test
    void aClassPathThatLeadsNowhereIsNamed() {
        assertEquals(
                List.of("IJAVA_CLASSPATH names /no/such.jar, where there is nothing"),
                with("IJAVA_CLASSPATH", "/no/such.jar").complaints());
        String odd = with("IJAVA_CLASSPATH", "lib\0.jar").complaints().get(0);
        assertTrue(odd.startsWith("IJAVA_CLASSPATH has the entry 'lib\0.jar', which is skipped: "), odd);
    }

    @Test
    void startUpScriptsComeFromFilesFoldersAndWildcardsInTheirOrder(@TempDir Path folder) throws IOException {
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(scripts.resolve("2.jshell"), "two");
        Files.writeString(scripts.resolve("1.jsh"), "one");
        Files.writeString(scripts.resolve("3.java"), "three");
        Files.writeString(scripts.resolve("README.txt"), "not a script");
        Path alone = Files.writeString(folder.resolve("alone.txt"), "named, so run");
        assertEquals(
                List.of("one", "two", "three", "named, so run", "two", "last"),
                new Environment(Map.of(
                                "IJAVA_STARTUP_SCRIPTS_PATH",
                                String.join(File.pathSeparator, scripts + "", alone + "", scripts + "/*.jshell"),
                                "IJAVA_STARTUP_SCRIPT",
                                "last"))
                        .startUp().stream().map(Environment.Script::source).toList());
    }

    @Test
    void aScriptThatCannotBeReadIsNamed(@TempDir Path folder) throws IOException {
        Path bytes = Files.write(folder.resolve("bytes.jsh"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Environment environment = with("IJAVA_STARTUP_SCRIPTS_PATH", bytes + File.pathSeparator + "/no/such.jsh");
        assertEquals(List.of(), environment.startUp());
        assertTrue(environment.complaints().get(1).contains(bytes + ", which cannot be read as text in UTF-8"));
        assertEquals(
                "IJAVA_STARTUP_SCRIPTS_PATH names /no/such.jsh, where there is nothing",
                environment.complaints().get(0));
    }

    @Test
    void allVariablesTakeEffectInACell(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("s.jsh"), "int fromFile = 20;\nimport java.time.*;");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.writeString(classes.resolve("note.txt"), "found");
        try (RunningKernel kernel = new RunningKernel(Map.of(
                        "IJAVA_STARTUP_SCRIPTS_PATH",
                        script.toString(),
                        "IJAVA_STARTUP_SCRIPT",
                        "%classpath " + folder + "\nint both = fromFile + 1;",
                        "IJAVA_CLASSPATH",
                        classes.toString(),
                        "IJAVA_COMPILER_OPTS",
                        "-parameters",
                        "IJAVA_TIMEOUT",
                        "2 SECONDS"));
                FrontEnd page = kernel.connect()) {
            Message cell = page.execute("""
                    class Named { void method(int count) { } }
                    System.out.println(Duration.ofSeconds(both));
                    System.out.println(Named.class.getDeclaredMethod("method", int.class).getParameters()[0].getName());
                    """);
            List<Message> output = page.outputOf(cell);
            assertEquals("PT21S\ncount\n", printed(output, "stdout"));
            assertEquals("", printed(output, "stderr"));
            Message late = page.run("while (true) { }");
            assertEquals("the cell was stopped at its limit of 2 s", text(late, "evalue"));
            assertEquals(
                    "ok",
                    text(page.run("Thread.sleep(1200);\nThread.sleep(1200);"), "status"),
                    "the limit is a statement's");
        }
    }

    @Test
    void aKernelWithOnlyBadValuesRunsAndSaysWhatIsWrongInTheFirstCell(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("bad.jsh"), "int fine = 1;\nint bad = \"text\";");
        try (RunningKernel kernel = new RunningKernel(Map.of(
                        "IJAVA_STARTUP_SCRIPTS_PATH", script.toString(),
                        "IJAVA_STARTUP_SCRIPT", "throw new IllegalStateException(\"in the script\");",
                        "IJAVA_CLASSPATH", "/no/such.jar",
                        "IJAVA_COMPILER_OPTS", "--nosuch",
                        "IJAVA_TIMEOUT", "soon"));
                FrontEnd page = kernel.connect()) {
            Message cell = page.execute("System.out.print(fine);");
            List<Message> output = page.outputOf(cell);
            assertEquals("1", printed(output, "stdout"));
            String said = printed(output, "stderr");
            for (String part : List.of(
                    "IJAVA_TIMEOUT is 'soon'",
                    "IJAVA_CLASSPATH names /no/such.jar, where there is nothing",
                    "IJAVA_COMPILER_OPTS is '--nosuch', which the compiler refuses: ",
                    "in " + script + ":",
                    "in IJAVA_STARTUP_SCRIPT:",
                    "in the script")) {
                assertTrue(said.contains(part), part + " in " + said);
            }
            assertEquals("", printed(page.outputOf(page.execute("1")), "stderr"), "it is said once");
        }
    }
}
