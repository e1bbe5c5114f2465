package org.guideddescent.lab;

import static org.junit.jupiter.api.Assertions.*;

import java.util.Set;
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
}
