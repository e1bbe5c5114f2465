package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PaletteTest {
    @Test
    void wellKnownOptimizersHaveDifferentFixedColors() {
        assertEquals("#0072B2", Palette.color("SGD"));
        assertEquals(
                4,
                Set.of(Palette.color("SGD"), Palette.color("AdamW"), Palette.color("Adam"), Palette.color("Muon"))
                        .size());
    }

    @Test
    void anyNameHasOneColor() {
        assertTrue(Palette.color("my rule").matches("#[0-9A-F]{6}"));
        assertEquals(Palette.color("my rule"), Palette.color("my " + "rule"));
    }

    @Test
    void namesOfOneFigureHaveDifferentColors() {
        var names = List.of("constant", "cosine", "linear", "WSD", "1/√t", "one cycle", "trapezoid", "step", "plateau");
        var colors = Palette.colors(names);
        assertEquals(names.size(), new TreeSet<>(colors.values()).size(), colors::toString);
    }

    @Test
    void wellKnownOptimizersKeepTheirColorBesideAnyName() {
        var colors = Palette.colors(List.of("SGD, no warm-up", "a", "b", "c", "Adam", "SGD"));
        assertEquals(Palette.color("SGD"), colors.get("SGD"));
        assertEquals(Palette.color("Adam"), colors.get("Adam"));
    }

    @Test
    void nameKeepsItsOwnColorWhereNoneIsNear() {
        assertEquals(
                Palette.color("my rule"), Palette.colors(List.of("my rule")).get("my rule"));
    }
}
