package org.guideddescent.kernel.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoordinateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "g:a:1.0                     | jar      |              | 1.0",
                "g:a:pom:1.0                 | pom      |              | 1.0",
                "g:a:jar:linux-x86_64:1.0    | jar      | linux-x86_64 | 1.0",
                "g:a:test-jar:1.0            | test-jar |              | 1.0",
                "g:a:1.0:pom                 | pom      |              | 1.0",
                "g:a:1.0:linux-x86_64        | jar      | linux-x86_64 | 1.0",
                "g:a:1.0:jar:linux-x86_64    | jar      | linux-x86_64 | 1.0",
                "g:a:[1.0,2.0)               | jar      |              | [1.0,2.0)",
                "g:a:RELEASE                 | jar      |              | RELEASE",
                "g:a:jar:RELEASE             | jar      |              | RELEASE",
            })
    void readsMavensOrderAndThoseOfIvyAndGradle(String text, String type, String classifier, String version) {
        assertEquals(
                new Coordinate("g", "a", type, classifier == null ? "" : classifier, version), Coordinate.parse(text));
    }

    @Test
    void refusesWhatNamesNoArtifactInOneSentence() {
        assertEquals(
                "'junit' does not name an artifact: it has 1 part. Write group:artifact:version or"
                        + " group:artifact:type:classifier:version",
                assertThrows(IllegalArgumentException.class, () -> Coordinate.parse("junit"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Coordinate.parse("g:a"));
        assertThrows(IllegalArgumentException.class, () -> Coordinate.parse("g::1"));
        assertThrows(IllegalArgumentException.class, () -> Coordinate.parse("g:a:b:c:d:e"));
    }

    @Test
    void isWrittenWithoutWhatIsUsual() {
        assertEquals("g:a:1", Coordinate.parse("g:a:jar:1").toString());
        assertEquals("g:a:jar:x:1", Coordinate.parse("g:a:1:x").toString());
        assertEquals("g:a:pom:1", Coordinate.parse("g:a:pom:1").toString());
    }
}
