package org.guideddescent.bench.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.guideddescent.bench.Shape;
import org.guideddescent.rule.Slots;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class OurFactorsTest {
    /** Reached by name, so a method that was renamed shows here. */
    @Test
    void aRepetitionGathersTheFactorsOfEveryLayer() {
        var slots = new Slots(DataType.FLOAT);
        var task = OurFactors.of(Shape.parse("3-5-5-2", "4"), slots);
        task.repetition().run();
        for (var layer : new String[] {"w1", "w2", "w3"}) {
            // The corner of A belongs to the 1 behind the inputs: what one batch of ones adds to zero.
            var a = slots.state().get(layer + "/A");
            assertEquals(0.05, a.getDouble(a.rows() - 1, a.columns() - 1), 1e-7, layer);
        }
    }
}
