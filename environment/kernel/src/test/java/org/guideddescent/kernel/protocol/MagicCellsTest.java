package org.guideddescent.kernel.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.guideddescent.kernel.Notebook;
import org.guideddescent.kernel.jshell.Outcome;
import org.guideddescent.kernel.wire.Codec;
import org.guideddescent.kernel.wire.InputSocket;
import org.guideddescent.kernel.wire.Publisher;
import org.guideddescent.kernel.wire.Replays;
import org.guideddescent.kernel.wire.Signer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.ZContext;

/** Magics on real input, in a session without a front end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MagicCellsTest {
    private final ZContext context = new ZContext();
    private final PrintStream formerOut = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Session session;
    private int cell;

    @BeforeAll
    void open() {
        Codec codec = new Codec(new Signer("key"));
        Publisher publisher = new Publisher(context, "inproc://published", codec);
        Thread publishing = new Thread(publisher::run, "publishing");
        publishing.setDaemon(true);
        publishing.start();
        InputSocket input = new InputSocket(context, "inproc://input", codec, new Replays());
        session = new Session(new CellOutput(publisher, input), new Environment(Map.of()), new CommManager());
        Notebook.attach(session);
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterAll
    void close() {
        System.setOut(formerOut);
    }

    @Test
    void aLineMagicRunsBetweenStatementsAndItsValueCanBeAssigned() throws InterruptedException {
        value("int before = 1;\n%env GREETING=hello\nint after = before + 1;");
        assertEquals(Optional.of(2), value("after"));
        value("var greeting = %env GREETING");
        assertTrue(value("String.valueOf(greeting)").get().toString().contains("hello"));
    }

    @Test
    void shellCommandsPrintAndTheirFailureIsAnError() throws InterruptedException {
        value("%%bash\necho from bash\nprintf '%s' \"$((6 * 7))\"");
        assertTrue(text().contains("from bash\n42"), this::text);
        value("!echo from a line");
        assertTrue(text().contains("from a line"), this::text);
        Outcome.Failure failure = failure("%%bash\nexit 3");
        assertTrue(failure.message().contains("3"), failure::message);
    }

    @Test
    void aFileIsWrittenAndLoaded(@TempDir Path folder) throws IOException, InterruptedException {
        Path script = folder.resolve("twice.jshell");
        value("%%file " + script + "\nint loadedTwice(int x) { return 2 * x; }\n");
        assertTrue(Files.readString(script).startsWith("int loadedTwice"));
        value("%load " + script);
        assertEquals(Optional.of(42), value("loadedTwice(21)"));
        Path notebook = Files.writeString(
                folder.resolve("n.ipynb"),
                "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": [\"no code\"]}, {\"cell_type\": \"code\","
                        + " \"source\": [\"int fromNotebook = 5;\\n\", \"fromNotebook++;\"]}], \"metadata\": {}}");
        value("%load " + notebook);
        assertEquals(Optional.of(6), value("fromNotebook"));
    }

    @Test
    void timedCellsKeepTheirValue() throws InterruptedException {
        assertEquals(Optional.of(42), value("%%time\nint timed = 6;\ntimed * 7"));
        assertEquals(Optional.of(6), value("timed"));
    }

    @Test
    void listingsNameWhatCellsDeclared() throws InterruptedException {
        value("int listedNumber = 17; int listedMethod() { return 1; } class ListedType { }");
        assertTrue(plain(value("%vars")).contains("listedNumber"));
        assertTrue(plain(value("%vars")).contains("17"));
        assertTrue(plain(value("%methods")).contains("listedMethod"));
        assertTrue(plain(value("%types")).contains("ListedType"));
        assertTrue(plain(value("%imports")).contains("java.util.*"));
    }

    @Test
    void resetForgetsTheUsersNamesAndKeepsTheImports() throws InterruptedException {
        value("int forgotten = 1;");
        value("%reset");
        assertEquals("CompilationException", failure("forgotten").type());
        assertEquals(Optional.of(List.of(1)), value("List.of(1)"));
    }

    @Test
    void displayMagicsCarryTheirType() throws InterruptedException {
        assertEquals(Map.of("text/html", "<b>x</b>"), bundle(value("%%html\n<b>x</b>")));
        assertTrue(bundle(value("%%latex\n$x^2$")).containsKey("text/latex"));
    }

    @Test
    void helpExplainsEachMagicAndNearNamesAreOffered() throws InterruptedException {
        String help = plain(value("%help"));
        for (String magic : List.of("%maven", "%loadFromPOM", "%jars", "%time", "%%bash", "%reset", "%javaopts")) {
            assertTrue(help.contains(magic), magic + " in " + help);
        }
        assertTrue(failure("%mavn a:b:c").message().contains("%maven"));
    }

    @Test
    void percentSignsInsideJavaAreNoMagics() throws InterruptedException {
        assertEquals(Optional.of(1), value("int a = 7;\nint b = 3;\na\n% b"));
        assertEquals(Optional.of("%vars\n"), value("\"\"\"\n%vars\n\"\"\""));
        assertEquals(Optional.of(2), value("/*\n%reset\n*/\n1 + 1"));
    }

    @Test
    void whatFollowsAnExitDoesNotRunAcrossMagics() throws InterruptedException {
        value("int reached = 1;\nSystem.exit(0);\n%env REACHED=yes\nreached = 2;");
        assertEquals(Optional.of(1), value("reached"));
        assertFalse(plain(value("%env")).contains("REACHED"));
    }

    @Test
    void anErrorBehindAMagicNamesTheLineOfTheCell() throws InterruptedException {
        Outcome.Failure failure = failure("%env A=1\n\nint x = nowhere;");
        assertTrue(failure.lines().get(0).contains("line 3"), failure.lines()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rendering", "magics", "kernel"})
    void notebooksInTheMannerOfIJavaRunUnchanged(String name) throws Exception {
        for (String code : cells("/notebooks/" + name + ".ipynb")) {
            Outcome outcome = run(code);
            assertFalse(outcome instanceof Outcome.Failure, () -> code + "\n" + outcome);
        }
    }

    private static List<String> cells(String resource) throws IOException, URISyntaxException {
        String json = Files.readString(
                Path.of(MagicCellsTest.class.getResource(resource).toURI()));
        JsonObject notebook = JsonParser.parseString(json).getAsJsonObject();
        return StreamSupport.stream(notebook.getAsJsonArray("cells").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(c -> c.get("cell_type").getAsString().equals("code"))
                .map(c -> StreamSupport.stream(c.getAsJsonArray("source").spliterator(), false)
                        .map(JsonElement::getAsString)
                        .reduce("", String::concat))
                .toList();
    }

    private Outcome run(String code) throws InterruptedException {
        cell++;
        int number = cell;
        return session.onCellThread(shell -> shell.cell(() -> session.run(code, number)));
    }

    private Optional<Object> value(String code) throws InterruptedException {
        Outcome outcome = run(code);
        return assertInstanceOf(Outcome.Value.class, outcome, () -> code + "\n" + outcome)
                .value();
    }

    private Outcome.Failure failure(String code) throws InterruptedException {
        Outcome outcome = run(code);
        return assertInstanceOf(Outcome.Failure.class, outcome, () -> code + "\n" + outcome);
    }

    private Map<String, String> bundle(Optional<Object> value) {
        JsonObject data = Json.bundle(session.render(value.orElseThrow())).getAsJsonObject("data");
        return data.entrySet().stream()
                .filter(e -> !e.getKey().equals("text/plain"))
                .collect(java.util.stream.Collectors.toMap(
                        Map.Entry::getKey, e -> e.getValue().getAsString().strip()));
    }

    private String plain(Optional<Object> value) {
        DisplayData data = session.render(value.orElseThrow());
        return Json.bundle(data).getAsJsonObject("data").get("text/plain").getAsString();
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
