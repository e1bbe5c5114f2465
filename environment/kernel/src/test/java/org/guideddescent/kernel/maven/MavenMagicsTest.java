package org.guideddescent.kernel.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenMagicsTest {
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

    private String maven(String... words) {
        return LocalMaven.printed(() -> magics.maven(List.of(words)));
    }

    @Test
    void anArtifactComesWithAllItNeedsAtRunTime() throws IOException {
        maven.put("org.a:top:1", "org.a:middle:1", "org.a:tests:1:test", "org.a:given:1:provided")
                .put("org.a:middle:1", "org.a:bottom:1:runtime")
                .put("org.a:bottom:1");
        maven("org.a:top:1");
        assertEquals(List.of("top-1.jar", "middle-1.jar", "bottom-1.jar"), maven.added());
    }

    @Test
    void theNearestVersionWinsAmongAllOfACall() throws IOException {
        maven.put("org.a:top:1", "org.a:bottom:1").put("org.a:bottom:1").put("org.a:bottom:2");
        maven("org.a:top:1", "org.a:bottom:2");
        assertEquals(List.of("top-1.jar", "bottom-2.jar"), maven.added());
    }

    @Test
    void classifiersAndTypesAreFound() throws IOException {
        maven.put("org.a:native:1")
                .jar("org.a:native:jar:linux-x86_64:1")
                .jar("org.a:native:jar:tests:1")
                .pom(
                        Coordinate.parse("org.a:all:pom:1"),
                        "<dependencies>" + LocalMaven.dependency("org.a:native:1") + "</dependencies>");
        maven("org.a:native:1:linux-x86_64", "org.a:native:test-jar:1", "org.a:all:1:pom");
        assertEquals(
                Set.of("native-1.jar", "native-1-linux-x86_64.jar", "native-1-tests.jar"), Set.copyOf(maven.added()));
        assertEquals(3, maven.added().size());
    }

    @Test
    void exclusionsAreKeptOut() throws IOException {
        maven.put("org.a:top:1", "org.a:middle:1", "org.b:other:1")
                .put("org.a:middle:1", "org.a:bottom:1")
                .put("org.a:bottom:1")
                .put("org.b:other:1");
        maven("org.a:top:1", "--exclude", "org.a:bottom", "--exclude", "org.b:*");
        assertEquals(List.of("top-1.jar", "middle-1.jar"), maven.added());
    }

    @Test
    void noTransitiveBringsTheArtifactAlone() throws IOException {
        maven.put("org.a:top:1", "org.a:middle:1").put("org.a:middle:1");
        maven("org.a:top:1", "--no-transitive");
        assertEquals(List.of("top-1.jar"), maven.added());
    }

    @Test
    void aRangeAndReleaseTakeTheNewestThatFits() throws IOException {
        maven.put("org.a:one:1.0").put("org.a:one:1.5").put("org.a:one:2.0");
        maven.metadata("org.a", "one", "1.0", "1.5", "2.0");
        maven.put("org.a:two:1.0").put("org.a:two:3.0");
        maven.metadata("org.a", "two", "1.0", "3.0");
        maven("org.a:one:[1.0,2.0)", "org.a:two:RELEASE");
        assertEquals(List.of("one-1.5.jar", "two-3.0.jar"), maven.added());
    }

    @Test
    void aSnapshotIsFoundByItsMetadataAndAskedForAgainOnUpdate() throws IOException {
        snapshot("1");
        LocalMaven.printed(() -> magics.mavenRepo(List.of("snapshots", maven.url())));
        maven("org.a:snap:1.0-SNAPSHOT");
        assertEquals(List.of("snap-1.0-SNAPSHOT.jar"), maven.added());
        snapshot("2");
        maven.requests.clear();
        maven("org.a:snap:1.0-SNAPSHOT");
        assertEquals(List.of(), maven.requests, "a second call on the same day asks nobody");
        maven("org.a:snap:1.0-SNAPSHOT", "--update");
        assertTrue(
                maven.requests.contains("/org/a/snap/1.0-SNAPSHOT/snap-1.0-20260101.000000-2.jar"),
                maven.requests::toString);
        assertEquals(1, maven.added().size());
    }

    private void snapshot(String build) throws IOException {
        String version = "1.0-20260101.000000-" + build;
        Path folder = Files.createDirectories(maven.remote.resolve("org/a/snap/1.0-SNAPSHOT"));
        Files.writeString(
                folder.resolve("maven-metadata.xml"),
                "<metadata><groupId>org.a</groupId><artifactId>snap</artifactId><version>1.0-SNAPSHOT</version>"
                        + "<versioning><snapshot><timestamp>20260101.000000</timestamp><buildNumber>" + build
                        + "</buildNumber></snapshot><lastUpdated>2026010100000" + build + "</lastUpdated>"
                        + "</versioning></metadata>");
        Coordinate c = Coordinate.parse("org.a:snap:1.0-SNAPSHOT");
        maven.pom(c, "");
        Files.move(folder.resolve("snap-1.0-SNAPSHOT.pom"), folder.resolve("snap-" + version + ".pom"));
        LocalMaven.jar(folder.resolve("snap-" + version + ".jar"), c);
    }

    @Test
    void aRepositoryMayBeAFolder() throws IOException {
        maven.put("org.a:top:1");
        Path other = maven.folder.resolve("other");
        Files.move(maven.remote, other);
        magics.mavenRepo(List.of("mine", other.toString()));
        maven("org.a:top:1");
        assertEquals(List.of("top-1.jar"), maven.added());
    }

    @Test
    void aRepositoryIsNamedInEitherOrder() {
        assertEquals(new Repository("x", "http://h/"), Repository.of("x", "http://h/"));
        assertEquals(new Repository("x", "http://h/"), Repository.of("http://h/", "x"));
        assertThrows(IllegalArgumentException.class, () -> magics.mavenRepo(List.of("x")));
    }

    @Test
    void theSameCallTwiceAddsNothingAndShowsNothing() throws IOException {
        maven.put("org.a:top:1", "org.a:bottom:1").put("org.a:bottom:1");
        assertEquals("", maven("org.a:top:1"));
        assertTrue(last().endsWith(", added 2 jars"), this::last);
        maven.shown.clear();
        assertEquals("", maven("org.a:top:1"));
        assertEquals(List.of(), maven.shown);
        assertEquals(2, maven.added().size());
    }

    @Test
    void aVersionOnTheClassPathStaysAndIsNamed() throws IOException {
        maven.put("org.a:top:1", "org.a:bottom:2").put("org.a:bottom:1").put("org.a:bottom:2");
        maven("org.a:bottom:1");
        String printed = maven("org.a:top:1");
        assertTrue(printed.contains("org.a:bottom:2 is not added: 1 is on the class path already and stays"), printed);
        assertEquals(List.of("bottom-1.jar", "top-1.jar"), maven.added());
    }

    @Test
    void downloadsAreShownFromTheFirstFileToTheSum() throws IOException {
        maven.put("org.a:top:1");
        assertEquals("", maven("org.a:top:1"));
        assertEquals("0 top-1.pom: 1 KB of 1 KB", maven.shown.get(0));
        assertEquals("2 1 KB, added 1 jar", last());
    }

    private String last() {
        return maven.shown.get(maven.shown.size() - 1);
    }

    @Test
    void wrongWordsAreRefusedWithWhatIsRight() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> maven("--excluded", "x"))
                .getMessage()
                .startsWith("no option --excluded; have --exclude group:artifact, "));
        assertThrows(IllegalArgumentException.class, () -> maven());
        assertThrows(IllegalArgumentException.class, () -> maven("g:a:1", "--exclude"));
        assertThrows(IllegalArgumentException.class, () -> maven("g:a:1", "--exclude", "a"));
        assertThrows(IllegalArgumentException.class, () -> magics.mavenOffline(List.of("perhaps")));
        assertThrows(IllegalArgumentException.class, () -> maven("--settings", "/no/such/settings.xml"));
    }
}
