package org.guideddescent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class NpyTest {
    @Test
    void everyTypeOfStateComesBackAsItWas() {
        for (var type : new DataType[] {DataType.FLOAT, DataType.DOUBLE, DataType.INT8}) {
            var x = Nd4j.createFromArray(-128.0, -1, 0, 1, 127, 5).castTo(type).reshape('c', 2, 3);
            var bytes = Npy.bytes(x);
            assertArrayEquals(new double[] {-128, -1, 0, 1, 127, 5}, Npy.values("x", bytes, x.shape(), type));
            assertEquals(0, (bytes.length - 6 * type.width()) % 64);
        }
    }

    @Test
    void bytesCarryNumpysNameOfTheType() {
        var text = new String(Npy.bytes(Nd4j.zeros(DataType.INT8, 4)), StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("{'descr': '|i1', 'fortran_order': False, 'shape': (4,), }"), text);
    }

    @Test
    void aTypeThatIsNotStateIsRefused() {
        var e = assertThrows(IllegalArgumentException.class, () -> Npy.bytes(Nd4j.zeros(DataType.INT64, 4)));
        assertEquals("arrays of LONG are not saved", e.getMessage());
    }

    @Test
    void anotherTypeThanExpectedIsRefused() {
        var bytes = Npy.bytes(Nd4j.zeros(DataType.INT8, 4));
        var e = assertThrows(
                IllegalArgumentException.class, () -> Npy.values("codes", bytes, new long[] {4}, DataType.FLOAT));
        assertEquals("codes holds [4] numbers of 1 bytes, expected [4] of 4", e.getMessage());
    }
}
