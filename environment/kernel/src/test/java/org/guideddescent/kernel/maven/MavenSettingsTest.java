package org.guideddescent.kernel.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenSettingsTest {
    private LocalMaven maven;
    private MavenMagics magics;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        maven = new LocalMaven(folder).put("org.a:top:1");
        magics = maven.magics();
    }

    @AfterEach
    void stop() {
        maven.close();
    }

    private String maven(String... words) {
        return LocalMaven.printed(() -> magics.maven(List.of(words)));
    }

    private String refusal(String... words) {
        return assertThrows(Unresolved.class, () -> maven(words)).getMessage();
    }

    @Test
    void aMirrorStandsInForCentralAndTheLocalRepositoryIsTheOneThatIsSet() {
        maven("org.a:top:1");
        assertTrue(maven.requests.contains("/org/a/top/1/top-1.jar"), maven.requests::toString);
        assertTrue(Files.exists(maven.local.resolve("org/a/top/1/top-1.jar")));
    }

    @Test
    void aPrivateRepositoryGetsTheCredentialsOfItsServer() throws IOException {
        maven.settings(server("ada", "secret"));
        magics.mavenRepo(List.of("vault", maven.url() + "private/"));
        maven("org.a:top:1");
        assertTrue(maven.requests.contains("/private/org/a/top/1/top-1.jar"), maven.requests::toString);
    }

    @Test
    void wrongCredentialsAreToldWithTheServersName() throws IOException {
        maven.put("org.a:hidden:1")
                .wholeSettings("<localRepository>" + maven.local + "</localRepository><mirrors>"
                        + "<mirror><id>vault</id><url>" + maven.url()
                        + "private/</url><mirrorOf>*</mirrorOf></mirror></mirrors>"
                        + server("ada", "wrong"));
        String message = refusal("org.a:hidden:1");
        assertTrue(
                message.contains("vault (" + maven.url() + "private/, the mirror of central): 401 unauthorized"),
                message);
        assertTrue(message.endsWith("Give user name and password of the server 'vault' in " + maven.settings), message);
    }

    private static String server(String user, String password) {
        return "<servers><server><id>vault</id><username>" + user + "</username><password>" + password
                + "</password></server></servers>";
    }

    @Test
    void repositoriesOfActiveProfilesAreAsked() throws IOException {
        maven.settings("<profiles><profile><id>lab</id><repositories><repository><id>lab</id><url>" + maven.url()
                + "lab/</url></repository></repositories></profile></profiles>"
                + "<activeProfiles><activeProfile>lab</activeProfile></activeProfiles>");
        maven("org.a:top:1");
        assertTrue(maven.requests.contains("/lab/org/a/top/1/top-1.pom"), maven.requests::toString);
    }

    @Test
    void aProxyIsUsed() throws IOException {
        // Asked as a proxy, the server sees the path of a host that does not exist.
        maven.wholeSettings("<localRepository>" + maven.local + "</localRepository><mirrors><mirror><id>far</id>"
                + "<url>http://no-such-host.invalid/</url><mirrorOf>*</mirrorOf></mirror></mirrors>"
                + "<proxies><proxy><id>p</id><active>true</active><protocol>http</protocol><host>127.0.0.1</host>"
                + "<port>" + maven.port() + "</port></proxy></proxies>");
        maven("org.a:top:1");
        assertEquals(List.of("top-1.jar"), maven.added());
    }

    @Test
    void offlineInTheSettingsAsksNobodyAndSaysSo() throws IOException {
        maven.settings("<offline>true</offline>");
        String message = refusal("org.a:top:1");
        assertEquals(List.of(), maven.requests);
        assertTrue(
                message.contains(
                        "near (" + maven.url() + ", the mirror of central): not asked, because Maven is offline"),
                message);
        assertTrue(message.contains("local repository " + maven.local + ": not there"), message);
    }

    @Test
    void offlineServesWhatIsLocal() throws IOException {
        maven("org.a:top:1");
        maven.put("org.a:other:1");
        maven.requests.clear();
        maven("org.a:top:1", "--offline");
        magics.mavenOffline(List.of());
        assertTrue(refusal("org.a:other:1").endsWith("and see that <offline> is not set in " + maven.settings));
        assertEquals(List.of(), maven.requests);
        magics.mavenOffline(List.of("off"));
        maven("org.a:other:1");
        assertEquals(List.of("top-1.jar", "other-1.jar"), maven.added());
    }

    @Test
    void anotherSettingsFileServesTheRestOfTheSession() throws IOException {
        Path other = maven.folder.resolve("other.xml");
        Path local = maven.folder.resolve("local2");
        Files.writeString(other, Files.readString(maven.settings).replace(maven.local.toString(), local.toString()));
        maven("--settings", other.toString());
        maven("org.a:top:1");
        assertTrue(Files.exists(local.resolve("org/a/top/1/top-1.jar")));
        assertFalse(Files.exists(maven.local));
    }

    @Test
    void globalSettingsServeWhereTheUserHasNone() throws IOException {
        Path none = maven.folder.resolve("none.xml");
        magics = maven.magics(new SettingsFiles(none, Optional.of(maven.settings)), IsolatedLoader.folder());
        maven("org.a:top:1");
        assertTrue(Files.exists(maven.local.resolve("org/a/top/1/top-1.jar")));
    }

    @Test
    void malformedSettingsAreNamed() throws IOException {
        Files.writeString(maven.settings, "<settings><oops");
        String message = refusal("org.a:top:1");
        assertTrue(message.startsWith("Maven's settings cannot be read; correct them: "), message);
        assertTrue(message.contains(maven.settings.toString()), message);
    }
}
