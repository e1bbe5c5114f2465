package org.guideddescent.kernel.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.guideddescent.kernel.jshell.CellInterrupted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenFailureTest {
    private LocalMaven maven;
    private MavenMagics magics;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        maven = new LocalMaven(folder);
        magics = maven.magics();
    }

    @AfterEach
    void stop() {
        maven.close();
    }

    private String refusal(String... words) {
        return assertThrows(Unresolved.class, () -> LocalMaven.printed(() -> magics.maven(List.of(words))))
                .getMessage();
    }

    @Test
    void aMissingArtifactIsNamedWithAllPlacesAndTheVersionsThereAre() throws IOException {
        maven.put("org.a:top:1").put("org.a:top:2");
        maven.metadata("org.a", "top", "1", "2");
        magics.mavenRepo(List.of("extra", maven.url() + "extra/"));
        assertEquals(
                "cannot find org.a:top:3. Looked in\n  local repository " + maven.local + ": not there\n  extra ("
                        + maven.url() + "extra/): not found\n  near (" + maven.url()
                        + ", the mirror of central): not found\nVersions there: 1, 2. Check group, artifact and version,"
                        + " or name the repository that has it: %mavenRepo NAME URL",
                refusal("org.a:top:3"));
    }

    @Test
    void aMissingPartOfAnArtifactIsNamed() throws IOException {
        maven.put("org.a:top:1", "org.a:lost:1");
        assertTrue(refusal("org.a:top:1").startsWith("cannot find org.a:lost:1. Looked in"));
        assertEquals(List.of(), maven.added(), "half an artifact is worse than none");
    }

    @Test
    void aRangeThatNothingFitsIsNamed() throws IOException {
        maven.put("org.a:top:1");
        maven.metadata("org.a", "top", "1");
        String message = refusal("org.a:top:[2,3)");
        assertTrue(message.startsWith("cannot find org.a:top:[2,3). Looked in"), message);
        assertTrue(message.contains("Versions there: 1. "), message);
    }

    @Test
    void whatIsMissingIsAskedForAgainAtTheNextCall() throws IOException {
        refusal("org.a:late:1");
        maven.put("org.a:late:1");
        LocalMaven.printed(() -> magics.maven(List.of("org.a:late:1")));
        assertEquals(List.of("late-1.jar"), maven.added());
    }

    @Test
    void aPlaceThatCannotBeReachedIsToldFromOneThatHasNothing() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        magics.mavenRepo(List.of("down", "http://127.0.0.1:" + free + "/"));
        String message = refusal("org.a:top:1");
        assertTrue(
                message.contains("down (http://127.0.0.1:" + free + "/): cannot connect, the connection was refused"),
                message);
        assertTrue(message.contains("Check the URL and the network"), message);
    }

    @Test
    void aPasswordInAUrlIsNotRepeated() {
        magics.mavenRepo(List.of("mine", maven.url().replace("//", "//ada:secret@")));
        assertFalse(refusal("org.a:top:1").contains("secret"));
    }

    @Test
    void aDownloadThatNeverEndsIsLeftAtAnInterruptAndTheNextCallWorks() throws Exception {
        maven.put("org.a:slow:1").put("org.a:quick:1");
        maven.stalled = "slow-1.jar";
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread cell = new Thread(() -> end.complete(
                assertThrows(Throwable.class, () -> LocalMaven.printed(() -> magics.maven(List.of("org.a:slow:1"))))));
        cell.start();
        assertTrue(maven.stalling.await(30, TimeUnit.SECONDS));
        cell.interrupt();
        assertEquals(CellInterrupted.class, end.get(30, TimeUnit.SECONDS).getClass());
        assertEquals("stopped", maven.shown.get(maven.shown.size() - 1).replaceFirst("^\\d+ ", ""));
        LocalMaven.printed(() -> magics.maven(List.of("org.a:quick:1")));
        assertEquals(List.of("quick-1.jar"), maven.added());
    }

    @Test
    void aMissingResolverFolderIsNamedWithTheWayOut() {
        Path none = maven.folder.resolve("none");
        MavenMagics broken = maven.magics(new SettingsFiles(maven.settings, Optional.empty()), none);
        String message = assertThrows(IllegalStateException.class, () -> broken.maven(List.of("g:a:1")))
                .getMessage();
        assertTrue(message.startsWith("the Maven resolver is not in " + none + ", "), message);
    }

    @Test
    void mavensClassesComeFromALoaderOfTheirOwn() throws Exception {
        Resolver resolver = IsolatedLoader.resolver(IsolatedLoader.folder());
        ClassLoader own = resolver.getClass().getClassLoader();
        assertFalse(own == Resolver.class.getClassLoader());
        assertEquals(own, own.loadClass("org.eclipse.aether.RepositorySystem").getClassLoader());
        // What a user's libraries bring must not reach Maven.
        assertThrows(ClassNotFoundException.class, () -> own.loadClass("org.junit.jupiter.api.Test"));
        resolver.close();
    }

    @Test
    void mavenLogsNothing() throws IOException {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            refusal("org.a:none:1");
        } finally {
            System.setErr(before);
        }
        assertEquals("", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aFileThatIsNoPomCostsItsDependenciesOnly() throws IOException {
        maven.put("org.a:odd:1");
        Files.writeString(maven.remote.resolve("org/a/odd/1/odd-1.pom"), "<project><oops");
        LocalMaven.printed(() -> magics.maven(List.of("org.a:odd:1")));
        assertEquals(List.of("odd-1.jar"), maven.added());
    }
}
