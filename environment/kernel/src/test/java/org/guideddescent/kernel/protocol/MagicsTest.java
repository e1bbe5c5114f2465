package org.guideddescent.kernel.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MagicsTest {
    private final Magics magics = new Magics(path -> {});

    @Test
    void aMagicLineKeepsTheLineNumbersOfTheJavaAroundIt() {
        assertEquals(
                List.of(
                        new Magics.Part(false, "int a = 7;\n"),
                        new Magics.Part(true, "%jars x.jar"),
                        new Magics.Part(false, "\n\na\n")),
                Magics.split("int a = 7;\n%jars x.jar\na"));
        assertEquals(List.of(new Magics.Part(false, "a\n% b\n")), Magics.split("a\n% b"));
    }

    @Test
    void aCellMagicTakesItsWholeCellAndIsRefusedInOneSentence() {
        assertEquals(List.of(new Magics.Part(true, "%%time x")), Magics.split("\n%%time x\nnot java"));
        String message = assertThrows(IllegalArgumentException.class, () -> magics.run("%%time x"))
                .getMessage();
        assertTrue(message.startsWith("cell magics such as %%time come with a later version"), message);
    }
}
