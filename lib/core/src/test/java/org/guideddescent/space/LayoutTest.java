package org.guideddescent.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static final Layout MIXED = Layout.builder()
            .add("w1", Role.INPUT, 4, 3)
            .add("b1", Role.BIAS, 4, 1)
            .add("w2", Role.HIDDEN, 4, 4)
            .add("b2", Role.BIAS, 4, 1)
            .add("w3", Role.OUTPUT, 2, 4)
            .add("v", Role.HIDDEN, 1, 4)
            .build();

    @Test
    void hiddenMatricesComeFirstThenOtherMatricesThenTheRest() {
        assertEquals(
                List.of("w2", "w1", "w3", "b1", "b2", "v"),
                MIXED.params().stream().map(Param::name).toList());
    }

    @Test
    void windowsFollowEachOtherWithoutGaps() {
        long offset = 0;
        for (var p : MIXED.params()) {
            assertEquals(offset, p.offset());
            offset = p.end();
        }
        assertEquals(offset, MIXED.size());
        assertEquals(12 + 4 + 16 + 4 + 8 + 4, MIXED.size());
    }

    @Test
    void aVectorIsOneParameter() {
        assertEquals("[x [5×1]]", Layout.vector(5).params().toString());
    }

    @Test
    void aMissingNameIsToldWithThoseThereAre() {
        assertEquals("no parameter named 'w9'; have [x [5×1]]", refusal(() -> Layout.vector(5)
                .named("w9")));
    }

    @Test
    void twoParametersOfOneNameAreRefused() {
        var b = Layout.builder().add("w", Role.HIDDEN, 2, 2).add("w", Role.BIAS, 2, 1);
        assertEquals("two parameters are named 'w'", refusal(b::build));
    }

    @Test
    void gapsOverlapsAndEmptinessAreRefused() {
        var gap = List.of(new Param("a", Role.BIAS, 2, 1, 0), new Param("b", Role.BIAS, 2, 1, 3));
        assertEquals(
                "b [2×1] starts at 3 but the one before it ends at 2; let Layout.builder() place them",
                refusal(() -> new Layout(gap)));
        assertEquals("a layout needs at least one parameter", refusal(() -> new Layout(List.of())));
        assertEquals(
                "parameter a must have at least one row and one column, got [0×1]",
                refusal(() -> new Param("a", Role.BIAS, 0, 1, 0)));
        assertEquals("a parameter needs a name", refusal(() -> new Param(" ", Role.BIAS, 1, 1, 0)));
        assertEquals("offset of a must not be negative, got -1", refusal(() -> new Param("a", Role.BIAS, 1, 1, -1)));
    }

    @Test
    void selectorsMeanWhatTheySay() {
        assertEquals("[w2 [4×4]]", MIXED.select(Selector.matrices()).toString());
        assertEquals(
                "[w2 [4×4], w1 [4×3], w3 [2×4]]",
                MIXED.select(Selector.everyMatrix()).toString());
        assertEquals(
                "[w2 [4×4], w1 [4×3], v [1×4]]",
                MIXED.select(Selector.role(Role.INPUT, Role.HIDDEN)).toString());
        assertEquals(
                "[w3 [2×4], b1 [4×1]]", MIXED.select(Selector.named("b1", "w3")).toString());
        assertTrue(
                refusal(() -> MIXED.select(Selector.named("b1", "absent"))).startsWith("no parameter named 'absent'"));
        assertEquals(MIXED.params(), MIXED.select(Selector.all()));
    }

    @Test
    void aSelectorPrintsTheCodeThatMakesIt() {
        assertEquals("all()", Selector.all().toString());
        assertEquals("matrices()", Selector.matrices().toString());
        assertEquals("everyMatrix()", Selector.everyMatrix().toString());
        assertEquals("role(INPUT, BIAS)", Selector.role(Role.INPUT, Role.BIAS).toString());
        assertEquals("named(w1, b1)", Selector.named("w1", "b1").toString());
        assertEquals(Selector.named("w1", "b1"), Selector.named("w1", "b1"));
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
