package org.guideddescent.kernel.protocol;

import static org.guideddescent.kernel.protocol.FrontEnd.printed;
import static org.guideddescent.kernel.protocol.FrontEnd.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.guideddescent.kernel.maven.LocalMaven;
import org.guideddescent.kernel.wire.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Magics that reach outside the kernel, as a front end sees them. */
class MagicsInAKernelTest extends KernelFixture {
    /** A repository that is there, whatever test runs next. */
    @TempDir
    private static Path empty;

    private LocalMaven maven;

    @BeforeEach
    void publish(@TempDir Path folder) throws IOException {
        maven = new LocalMaven(folder);
        assertEquals("ok", text(page.run("%maven --settings " + maven.settings), "status"));
    }

    @AfterEach
    void close() {
        maven.close();
    }

    private void passes(String code) {
        Message reply = page.run(code);
        assertEquals("ok", text(reply, "status"), () -> code + ": " + text(reply, "evalue"));
    }

    private String refusal(String code) {
        Message reply = page.run(code);
        assertEquals("error", text(reply, "status"), code);
        return text(reply, "evalue");
    }

    private static String plain(JsonObject content) {
        return content.getAsJsonObject("data").get("text/plain").getAsString();
    }

    @Test
    void mavenBringsAnArtifactWithAllItNeedsToTheCells() throws IOException {
        maven.put("org.kernel:top:1", "org.kernel:bottom:1").put("org.kernel:bottom:1");
        List<Message> output = page.outputOf(page.execute("%maven org.kernel:top:1"));
        assertEquals("", printed(output, "stdout"));
        List<JsonObject> shown = output.stream()
                .filter(m -> m.type().endsWith("display_data"))
                .map(Message::content)
                .toList();
        assertEquals("downloads 4  1 KB, added 2 jars", plain(shown.get(shown.size() - 1)));
        assertEquals(
                1,
                shown.stream()
                        .map(c -> c.getAsJsonObject("transient").get("display_id"))
                        .distinct()
                        .count(),
                "one display that is replaced");
        assertEquals("", printed(output, "stderr"));
        for (String name : List.of("top", "bottom")) {
            assertEquals(
                    "true",
                    page.result(
                            "Thread.currentThread().getContextClassLoader().getResource(\"META-INF/maven/org.kernel/"
                                    + name + "/pom.properties\") != null"));
        }
        maven.put("org.kernel:second:1");
        passes("%%loadFromPOM\n<dependency><groupId>org.kernel</groupId><artifactId>second</artifactId>"
                + "<version>1</version></dependency>");
        assertEquals("1", page.result("System.getProperty(\"none\") == null ? 1 : 0"));
    }

    @Test
    void whatMavenCannotFindIsOneSentenceWithTheWayOut() {
        String message = refusal("%maven org.kernel:absent:1");
        assertTrue(message.startsWith("cannot find org.kernel:absent:1. Looked in"), message);
        assertTrue(message.contains("%mavenRepo NAME URL"), message);
        assertEquals("%maven needs an artifact: %maven group:artifact:version", refusal("%addMavenDependency"));
    }

    @Test
    void anInterruptEndsAWaitForAServerThatNeverAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            passes("%mavenRepo silent http://127.0.0.1:" + silent.getLocalPort() + "/");
            Message cell = page.execute("%maven org.kernel:silent:1");
            try (Socket asked = silent.accept()) {
                page.ask(page.control(), "interrupt_request", new JsonObject());
                Message reply = page.replyTo(page.shell(), cell);
                assertEquals("the cell was interrupted", text(reply, "evalue"));
                assertEquals(1, reply.content().getAsJsonArray("traceback").size(), "a sentence and no trace");
                assertTrue(asked.isConnected());
            }
        }
        passes("%mavenRepo silent " + empty);
        maven.put("org.kernel:after:1");
        passes("%maven org.kernel:after:1");
    }

    @Test
    void aTimeLimitEndsADownloadThatStalls() throws Exception {
        maven.put("org.kernel:slow:1");
        maven.stalled = "slow-1.jar";
        Message cell = page.execute("%%timeout 3 s\n%maven org.kernel:slow:1");
        assertTrue(maven.stalling.await(60, TimeUnit.SECONDS));
        assertEquals("the cell was stopped at its limit of 3 s", text(page.replyTo(page.shell(), cell), "evalue"));
    }

    @Test
    void javaoptsIsSilentAboutWhatIsInForce() {
        passes("%javaopts -Xmx1m -Dkernel.test=set");
        assertEquals("set", page.result("System.getProperty(\"kernel.test\")"));
        passes("%%javaopts -Xmx1m\n-Dkernel.other=\"two words\"");
        assertEquals("two words", page.result("System.getProperty(\"kernel.other\")"));
    }

    @Test
    void javaoptsNamesWhatIsMissingAndTheCommandThatInstallsIt() {
        String message = refusal("%javaopts -Xmx900g --add-modules=jdk.nosuch -Dkernel.third=1");
        assertTrue(message.startsWith("this JVM started without -Xmx900g --add-modules=jdk.nosuch, "), message);
        assertTrue(message.endsWith("install --user --jvm-opt -Xmx900g --jvm-opt --add-modules=jdk.nosuch"), message);
    }
}
