package org.guideddescent.kernel.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadFromPomTest {
    private static final String HEAD = "<project><modelVersion>4.0.0</modelVersion>"
            + "<groupId>me</groupId><artifactId>work</artifactId><version>1</version>";

    private LocalMaven maven;
    private MavenMagics magics;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        maven = new LocalMaven(folder)
                .put("org.a:top:1", "org.a:bottom:1")
                .put("org.a:bottom:1")
                .put("org.a:bottom:2")
                .put("org.a:tests:1")
                .put("org.a:given:1");
        magics = maven.magics();
    }

    @AfterEach
    void stop() {
        maven.close();
    }

    private Path pom(String place, String text) throws IOException {
        Path file = maven.folder.resolve(place);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void load(Path pom, String... scopes) {
        List<String> words =
                Stream.concat(Stream.of(pom.toString()), Stream.of(scopes)).toList();
        LocalMaven.printed(() -> magics.loadFromPom(words));
    }

    private void cell(String body, String... scopes) {
        LocalMaven.printed(() -> magics.loadFromPomText(List.of(scopes), body));
    }

    private static String dependencies(String... all) {
        StringBuilder text = new StringBuilder("<dependencies>");
        Stream.of(all).map(LocalMaven::dependency).forEach(text::append);
        return text + "</dependencies>";
    }

    @Test
    void aProjectBringsWhatItRunsWithAndNotWhatItIsTestedWith() throws IOException {
        Path pom = pom(
                "p/pom.xml",
                HEAD + dependencies("org.a:top:1", "org.a:tests:1:test", "org.a:given:1:provided") + "</project>");
        load(pom.getParent());
        assertEquals(List.of("top-1.jar", "bottom-1.jar"), maven.added());
    }

    @Test
    void namedScopesReplaceTheUsualOnes() throws IOException {
        Path pom = pom(
                "p/pom.xml",
                HEAD + dependencies("org.a:top:1", "org.a:tests:1:test", "org.a:given:1:provided") + "</project>");
        load(pom, "test", "provided");
        assertEquals(Set.of("tests-1.jar", "given-1.jar"), Set.copyOf(maven.added()));
    }

    @Test
    void propertiesAndManagedVersionsAreWorkedIn() throws IOException {
        load(pom(
                "p/pom.xml",
                HEAD + "<properties><v>1</v></properties><dependencyManagement>"
                        + dependencies("org.a:bottom:2") + "</dependencyManagement>" + dependencies("org.a:top:${v}")
                        + "</project>"));
        assertEquals(List.of("top-1.jar", "bottom-2.jar"), maven.added());
    }

    @Test
    void anImportedListOfVersionsIsRead() throws IOException {
        maven.pom(
                Coordinate.parse("org.a:bom:pom:7"),
                "<dependencyManagement>" + dependencies("org.a:top:1", "org.a:bottom:2") + "</dependencyManagement>");
        cell("<dependencyManagement><dependencies><dependency><groupId>org.a</groupId><artifactId>bom</artifactId>"
                + "<version>7</version><type>pom</type><scope>import</scope></dependency></dependencies>"
                + "</dependencyManagement>"
                + "<dependency><groupId>org.a</groupId><artifactId>top</artifactId></dependency>");
        assertEquals(List.of("top-1.jar", "bottom-2.jar"), maven.added());
    }

    @Test
    void aParentComesFromTheFolderAboveOrFromARepository() throws IOException {
        pom(
                "p/pom.xml",
                "<project><modelVersion>4.0.0</modelVersion><parent><groupId>org.a</groupId>"
                        + "<artifactId>root</artifactId><version>3</version><relativePath/></parent><artifactId>up</artifactId>"
                        + "<packaging>pom</packaging><properties><v>1</v></properties></project>");
        maven.pom(Coordinate.parse("org.a:root:pom:3"), dependencies("org.a:given:1"));
        load(pom(
                "p/child/pom.xml",
                "<project><modelVersion>4.0.0</modelVersion><parent><groupId>org.a</groupId>"
                        + "<artifactId>up</artifactId><version>3</version></parent><artifactId>child</artifactId>"
                        + dependencies("org.a:top:${v}") + "</project>"));
        assertEquals(Set.of("top-1.jar", "bottom-1.jar", "given-1.jar"), Set.copyOf(maven.added()));
    }

    @Test
    void aProfileThatIsActiveByDefaultCounts() throws IOException {
        load(pom(
                "p/pom.xml",
                HEAD + "<profiles><profile><id>x</id><activation><activeByDefault>true"
                        + "</activeByDefault></activation>" + dependencies("org.a:given:1")
                        + "</profile><profile><id>y</id>"
                        + dependencies("org.a:tests:1") + "</profile></profiles></project>"));
        assertEquals(List.of("given-1.jar"), maven.added());
    }

    @Test
    void aFileOfScopeSystemIsAddedFromItsPath() throws IOException {
        Path jar = maven.folder.resolve("lib.jar");
        LocalMaven.jar(jar, Coordinate.parse("org.a:lib:1"));
        load(pom("p/pom.xml", HEAD + system("${project.basedir}/../lib.jar") + "</project>"));
        assertEquals(List.of("lib.jar"), maven.added());
        Path pom = pom("q/pom.xml", HEAD + system("${project.basedir}/none.jar") + "</project>");
        assertTrue(assertThrows(Unresolved.class, () -> load(pom)).getMessage().endsWith("where there is no file"));
    }

    private static String system(String path) {
        return "<dependencies><dependency><groupId>org.a</groupId><artifactId>lib</artifactId><version>1</version>"
                + "<scope>system</scope><systemPath>" + path + "</systemPath></dependency></dependencies>";
    }

    @Test
    void fragmentsFromAReadmeMakeAProjectAndTheirRepositoryIsAsked() throws IOException {
        Path other = maven.folder.resolve("other");
        Files.createDirectories(other.resolve("org/a"));
        Files.move(maven.remote.resolve("org/a/given"), other.resolve("org/a/given"));
        cell("<repository>\n  <id>other</id>\n  <url>" + other.toUri() + "</url>\n</repository>\n\n"
                + "<!-- as the README has it -->\n"
                + LocalMaven.dependency("org.a:given:1") + "\n" + dependencies("org.a:top:1"));
        assertEquals(Set.of("given-1.jar", "top-1.jar", "bottom-1.jar"), Set.copyOf(maven.added()));
    }

    @Test
    void aWholeProjectMayStandInACell() throws IOException {
        cell(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- mine -->\n"
                        + HEAD.replace("<project>", "<project xmlns=\"http://maven.apache.org/POM/4.0.0\">")
                        + dependencies("org.a:top:1", "org.a:tests:1:test") + "</project>",
                "test");
        assertEquals(List.of("tests-1.jar"), maven.added());
    }

    @Test
    void exclusionsInAPomAreKeptOut() {
        cell(LocalMaven.dependency("org.a:top:1")
                .replace(
                        "</dependency>",
                        "<exclusions><exclusion><groupId>org.a</groupId><artifactId>bottom</artifactId>"
                                + "</exclusion></exclusions></dependency>"));
        assertEquals(List.of("top-1.jar"), maven.added());
    }

    @Test
    void whatIsWrongWithAPomIsToldInItsOwnTerms() throws IOException {
        String noVersion = assertThrows(
                        Unresolved.class,
                        () -> cell("<dependency><groupId>org.a</groupId><artifactId>top</artifactId></dependency>"))
                .getMessage();
        assertTrue(noVersion.contains("'dependencies.dependency.version' for org.a:top:jar is missing"), noVersion);
        String noXml = assertThrows(
                        IllegalArgumentException.class, () -> cell("<dependency><groupId>org.a</dependency>"))
                .getMessage();
        assertTrue(noXml.startsWith("the cell is no well-formed XML: line 1: "), noXml);
        String nothing = assertThrows(IllegalArgumentException.class, () -> cell("org.a:top:1"))
                .getMessage();
        assertEquals("the cell holds no element of a POM, such as <dependency>: org.a:top:1", nothing);
        assertThrows(IllegalArgumentException.class, () -> load(maven.folder.resolve("none.xml")));
        Path orphan = pom(
                "o/pom.xml",
                "<project><modelVersion>4.0.0</modelVersion><parent><groupId>org.z</groupId>"
                        + "<artifactId>gone</artifactId><version>1</version><relativePath/></parent><artifactId>o</artifactId>"
                        + "</project>");
        String gone = assertThrows(Unresolved.class, () -> load(orphan)).getMessage();
        assertTrue(gone.startsWith("cannot find org.z:gone:pom:1. Looked in"), gone);
    }

    @Test
    void aCellLeavesNoFileBehind() throws IOException {
        cell(dependencies("org.a:top:1"));
        try (Stream<Path> files = Files.list(Path.of(""))) {
            assertTrue(files.noneMatch(f -> f.getFileName().toString().startsWith(".cell")));
        }
    }
}
