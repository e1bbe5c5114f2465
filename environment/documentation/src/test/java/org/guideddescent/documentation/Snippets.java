package org.guideddescent.documentation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The code of Markdown files, each block in its turn. */
final class Snippets implements AutoCloseable {
    private static final Pattern PROGRAM = Pattern.compile("class (\\w+) \\{\\s+public static void main\\(String");

    /** Opened by the first block of Java of a page. */
    private Optional<Shell> shell = Optional.empty();

    private Path page = Path.of("");

    private String printed = "";

    /**
     * Checks a block by its language.
     *
     * @throws AssertionError saying what is wrong
     */
    void check(Piece piece) throws Exception {
        var quoted = piece.noted("quoted from ");
        if (quoted.isPresent()) {
            quoted(piece, quoted.get());
            return;
        }
        switch (piece.language()) {
            case "java" -> java(piece);
            case "sh", "bash" -> bash(piece);
            case "xml" -> xml(piece.text());
            case "python" -> python(piece);
            case "json" -> assertDoesNotThrow(() -> JsonParser.parseString(piece.text()));
            case "text" -> text(piece);
            case "" -> fail("a block needs a language: java, bash, xml, python, json or text");
            default -> fail("nothing here checks '" + piece.language() + "'; call it text, or teach Snippets");
        }
    }

    @Override
    public void close() {
        shell.ifPresent(Shell::close);
    }

    private static void quoted(Piece piece, String file) {
        // Comments for the Javadoc are left out where the shape of the code is the point.
        var source = Project.read(Project.ROOT.resolve(file)).replaceAll("(?s)/\\*\\*.*?\\*/", "");
        assertTrue(
                source.replaceAll("\\s+", " ")
                        .contains(piece.text().replaceAll("\\s+", " ").strip()),
                () -> file + " has other words");
    }

    private void java(Piece piece) throws IOException {
        if (!piece.file().equals(page)) {
            close();
            shell = Optional.empty();
            page = piece.file();
        }
        var own = shell.orElseGet(Shell::new);
        shell = Optional.of(own);
        piece.setups().forEach(own::run);
        var reason = piece.noted("not run:");
        if (reason.isPresent()) {
            assertFalse(reason.get().isEmpty(), "say why it is not run");
            own.compile(piece.text());
            return;
        }
        printed = own.run(piece.text());
        Matcher program = PROGRAM.matcher(piece.text());
        if (program.find()) {
            printed += own.run(program.group(1) + ".main(new String[0]);");
            Files.writeString(Path.of(program.group(1) + ".java"), piece.text());
        }
    }

    private void text(Piece piece) {
        if (piece.note().equals("output") && !printed.isEmpty()) {
            assertEquals(piece.text().strip(), printed.strip());
        }
    }

    /** Commands are looked at, and not run but where the page says so: they would build, install or open a browser. */
    private void bash(Piece piece) throws IOException, InterruptedException {
        assertEquals("", Commands.syntax(piece.text()));
        assertEquals("", String.join("\n", Commands.troubles(piece.text())));
        if (piece.note().equals("run when built")) {
            var jar = "lib/core/target/guided-descent-" + Project.version() + ".jar";
            printed = "";
            Assumptions.assumeTrue(Files.exists(Project.ROOT.resolve(jar)), "nothing is built");
            printed = Commands.run(piece.text());
        }
    }

    private static void xml(String text) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        var root = factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(text.startsWith("<?xml") ? text : "<all>" + text + "</all>")))
                .getDocumentElement();
        var artifacts = root.getElementsByTagName("dependency");
        for (int i = 0; i < artifacts.getLength(); i++) {
            ours((Element) artifacts.item(i));
        }
    }

    private static void ours(Element dependency) {
        if (word(dependency, "groupId").equals("org.guideddescent")) {
            var artifact = word(dependency, "artifactId");
            assertTrue(Project.artifacts().contains(artifact), () -> "no module makes " + artifact);
            var version = word(dependency, "version");
            assertTrue(
                    version.isEmpty() || version.equals(Project.version()), () -> "the poms say " + Project.version());
        }
    }

    private static String word(Element parent, String name) {
        var found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }

    private static void python(Piece piece) throws IOException, InterruptedException {
        var interpreter = Stream.of(System.getenv("GUIDED_DESCENT_PYTHON"), "python3", "/usr/bin/python3")
                .filter(name -> name != null && runs(name, "import numpy"))
                .findFirst();
        Assumptions.assumeTrue(interpreter.isPresent(), "no Python here has numpy");
        if (piece.noted("not run:").isPresent()) {
            assertTrue(runs(interpreter.get(), "compile(" + quote(piece.text()) + ", 'page', 'exec')"));
            return;
        }
        var process = new ProcessBuilder(interpreter.get(), "-c", piece.text())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    private static String quote(String text) {
        return "bytes.fromhex('" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "').decode()";
    }

    private static boolean runs(String python, String code) {
        try {
            var process = new ProcessBuilder(python, "-c", code)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException | InterruptedException absent) {
            return false;
        }
    }
}
