package org.guideddescent.lab;

import static org.guideddescent.lab.Claims.*;
import static org.junit.jupiter.api.Assertions.*;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    /** What action prints; it may fail a claim. */
    private static String printed(Runnable action) {
        PrintStream before = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } catch (ClaimFailedException e) {
            assertEquals(bytes.toString(StandardCharsets.UTF_8).strip(), e.getMessage());
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void claimThatHoldsPrintsOneLine() {
        assertEquals(
                "claim: norm is one: measured 1.01, expected 1, tolerance 0.1: holds" + System.lineSeparator(),
                printed(() -> claim("norm is one", 1.01, 1, 0.1)));
    }

    @Test
    void claimThatFailsPrintsTheLineAndThrowsIt() {
        assertEquals(
                "claim: norm is one: measured 1.2, expected 1, tolerance 0.1: fails" + System.lineSeparator(),
                printed(() -> claim("norm is one", 1.2, 1, 0.1)));
        assertThrows(ClaimFailedException.class, () -> claim("x", false));
    }

    @Test
    void nanFailsWhereverItStands() {
        assertFalse(Claim.of("x", Double.NaN, 1, 0.1).holds());
        assertFalse(Claim.of("x", 1, Double.NaN, 0.1).holds());
        assertFalse(Claim.of("x", new double[] {1, Double.NaN}, v -> true).holds());
        assertThrows(IllegalArgumentException.class, () -> Claim.of("x", 1, 1, Double.NaN));
    }

    @Test
    void noValuesProveNothing() {
        assertFalse(Claim.of("x", new double[0], v -> true).holds());
    }

    @Test
    void infiniteToleranceDoesNotExcuseInfinity() {
        assertFalse(Claim.of("x", Double.POSITIVE_INFINITY, 1, Double.POSITIVE_INFINITY)
                .holds());
    }

    @Test
    void lineSaysHowManyValuesHold() {
        assertEquals(
                "claim: x: measured 1 to 3 (median 2, 2 of 3 hold), expected the condition for every value, "
                        + "tolerance none: fails",
                Claim.of("x", new double[] {3, 1, 2}, v -> v < 3).line());
    }

    @Test
    void collectionsAreTaken() {
        assertTrue(printed(() -> claim("x", List.of(1, 2.5), v -> v > 0)).contains("holds"));
    }

    @Test
    void lineNamesTheSourceOfTheExpectedNumber() {
        assertTrue(printed(() -> claim("x", 1, 1, 0, Claim.Source.PAPER)).contains("expected 1 (paper), tolerance 0"));
    }

    @Test
    void rangeIsShownAsWhatWasExpected() {
        assertEquals(
                "claim: x: measured 2, expected > 1, tolerance none: holds",
                Claim.of("x", new double[] {2}, above(1)).line());
        assertTrue(printed(() -> claim("x", 2, below(1), Claim.Source.PAPER))
                .contains("expected < 1 (paper), tolerance none: fails"));
        assertTrue(printed(() -> claim("x", new double[] {1, 2}, between(0.5, 3)))
                .contains("expected 0.5 to 3, tolerance none: holds"));
    }

    @Test
    void endsOfARangeAreOutside() {
        assertFalse(between(0, 1).test(0));
        assertFalse(between(0, 1).test(1));
        assertFalse(above(1).test(1));
        assertFalse(below(1).test(1));
        assertFalse(above(0).test(Double.NaN));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> between(1, 1))
                .getMessage()
                .contains("1.0"));
    }

    @Test
    void statementThatDoesNotReproduceIsShownAsThat() {
        assertEquals(
                "claim: x: measured 0.5, expected > 1 (paper), tolerance none: not reproduced" + System.lineSeparator(),
                printed(() -> notReproduced("x", 0.5, above(1))));
    }

    @Test
    void markOfNotReproducedFailsWhereTheStatementHolds() {
        assertThrows(ClaimFailedException.class, () -> notReproduced("x", 2, above(1)));
        assertTrue(printed(() -> notReproduced("x", new double[] {2, 3}, above(1)))
                .contains("reproduced after all, fails"));
    }

    @Test
    void numbersHaveSixDigitsAndNoTrailingZeros() {
        assertEquals("1", Claim.shown(0.9999999999));
        assertEquals("7160770", Claim.shown(7160770.3));
        assertEquals("123456789", Claim.shown(123456789));
        assertEquals("0.123457", Claim.shown(0.12345678));
        assertEquals("1.0E-10", Claim.shown(1e-10));
    }
}
