package org.guideddescent.kernel.protocol;

import static org.guideddescent.kernel.protocol.FrontEnd.printed;
import static org.guideddescent.kernel.protocol.FrontEnd.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guideddescent.kernel.wire.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The manual's Java, run: its cells in their order, its extensions from a jar that a magic adds. */
@Timeout(120)
class ReadmeTest {
    private static final Pattern JAVA = Pattern.compile("^```java\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final String SPI = "org.guideddescent.kernel.spi.";

    private RunningKernel kernel;
    private FrontEnd page;

    @BeforeEach
    void start() {
        kernel = new RunningKernel(Map.of());
        page = kernel.connect();
    }

    @AfterEach
    void end() {
        page.close();
        kernel.close();
    }

    /** The blocks of Java; sources: those that are files of their own, or those that are cells. */
    private static List<String> blocks(boolean sources) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher found = JAVA.matcher(Files.readString(Path.of("README.md")));
        while (found.find()) {
            if (found.group(1).startsWith("package ") == sources) {
                blocks.add(found.group(1));
            }
        }
        return blocks;
    }

    private List<Message> run(String code) {
        Message cell = page.execute(code);
        List<Message> output = page.outputOf(cell);
        output.stream().filter(m -> m.type().equals("error")).forEach(m -> {
            throw new AssertionError(code + "\n" + text(m, "evalue"));
        });
        return output;
    }

    private String result(String code, String type) {
        return FrontEnd.result(run(code), type);
    }

    @Test
    void everyCellOfTheManualRuns() throws IOException {
        List<String> cells = blocks(false);
        assertTrue(cells.size() >= 6, () -> cells.size() + " cells");
        StringBuilder said = new StringBuilder();
        for (String cell : cells) {
            List<Message> output = run(cell);
            said.append(printed(output, "stdout"));
            assertEquals("", printed(output, "stderr"), cell);
        }
        assertTrue(said.toString().contains("hello\n") && said.toString().contains("3.14 and 2"), said::toString);
        assertEquals("GOOD MORNING", result("loud", "text/plain"));
    }

    @Test
    void theExtensionsOfTheManualAreFoundInAJarThatAMagicAdds(@TempDir Path folder) throws IOException {
        ExtensionJar jar = new ExtensionJar(folder);
        blocks(true).forEach(jar::source);
        jar.service(SPI + "RenderExtension", "example.CityExtension")
                .service(SPI + "KernelExtension", "example.GreetingExtension");
        Path file = jar.write("manual.jar");

        run("%jars " + file);
        assertEquals("hello Ada and Grace", result("%greet Ada Grace", "text/plain"));
        assertTrue(result("%help greet", "text/plain").contains("%greet name..."));
        assertEquals("PT1M", result("Duration.ofMinutes(1)", "text/plain"));
        assertEquals("<b>Oslo</b>", result("new example.CityExtension.City(\"Oslo\", 700_000)", "text/html"));
    }

    @Test
    void anExtensionIsInstalledOnceAndOneThatFailsHarmsNoOther(@TempDir Path folder) throws IOException {
        ExtensionJar jar = new ExtensionJar(folder);
        jar.source("""
                package example;
                public final class Failing implements org.guideddescent.kernel.spi.KernelExtension {
                    @Override public void install(org.guideddescent.kernel.KernelInstance kernel) {
                        throw new IllegalStateException("on purpose");
                    }
                }
                """);
        jar.source("""
                package example;
                public final class Counting implements org.guideddescent.kernel.spi.KernelExtension {
                    @Override public void install(org.guideddescent.kernel.KernelInstance kernel) {
                        System.setProperty("example.count", System.getProperty("example.count", "") + "x");
                    }
                }
                """);
        jar.service(SPI + "KernelExtension", "example.Failing", "example.NoSuchClass", "example.Counting");
        Path file = jar.write("one.jar");
        Path empty = Files.createDirectories(folder.resolve("another"));
        try {
            String said = printed(run("%jars " + file + "\nint behind = 1;"), "stderr");
            assertTrue(
                    said.contains("a kernel extension of the class path failed and is skipped: "
                            + "java.lang.IllegalStateException: on purpose"),
                    said);
            assertEquals("x", result("System.getProperty(\"example.count\")", "text/plain"));
            run("%jars " + file);
            run("%classpath " + empty);
            assertEquals("x", result("System.getProperty(\"example.count\")", "text/plain"));
            assertEquals("1", result("behind", "text/plain"));
        } finally {
            System.clearProperty("example.count");
        }
    }
}
