package org.guideddescent.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class ParamVectorTest {
    private static final Layout LAYOUT = Layout.builder()
            .add("b", Role.BIAS, 3, 1)
            .add("w", Role.HIDDEN, 3, 2)
            .build();

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void viewsAliasTheBufferBothWays(DataType type) {
        var v = ParamVector.zeros(LAYOUT, type);
        v.view("w").putScalar(2, 1, 7);
        assertEquals(7, v.flat().getDouble(5));
        v.flat().putScalar(8, 9);
        assertEquals(9, v.view("b").getDouble(2, 0));
        v.flat().assign(4);
        assertEquals(4, v.view("w").getDouble(1, 1));
        assertEquals(type, v.type());
    }

    @Test
    void viewsAreMadeOnce() {
        var v = ParamVector.zeros(LAYOUT, DataType.FLOAT);
        assertSame(v.view("w"), v.view(LAYOUT.named("w")));
        assertEquals('c', v.view("w").ordering());
    }

    @Test
    void aCopyIsIndependent() {
        var v = ParamVector.zeros(LAYOUT, DataType.DOUBLE);
        v.flat().assign(2);
        var c = v.copy();
        v.flat().assign(3);
        assertEquals(18, c.flat().sumNumber().doubleValue());
        assertEquals(0, v.like().flat().sumNumber().doubleValue());
    }

    @Test
    void refusesInSentences() {
        var v = ParamVector.zeros(LAYOUT, DataType.FLOAT);
        assertEquals(
                "no parameter named 'x'; have [w [3×2], b [3×1]]",
                assertThrows(IllegalArgumentException.class, () -> v.view("x")).getMessage());
        assertEquals(
                "x [5×1] is not of this layout; have [w [3×2], b [3×1]]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> v.view(Layout.vector(5).named("x")))
                        .getMessage());
        assertEquals(
                "parameters are FLOAT or DOUBLE, got INT",
                assertThrows(IllegalArgumentException.class, () -> ParamVector.zeros(LAYOUT, DataType.INT32))
                        .getMessage());
    }
}
