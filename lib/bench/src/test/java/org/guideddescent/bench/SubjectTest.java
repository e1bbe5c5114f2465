package org.guideddescent.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SubjectTest {
    /** Layer by layer: rows, numbers in, numbers out, products of the layer. */
    @Test
    void operationsAreThoseOfTheProductsOneByOne() {
        double net = products(64 * 784, 25, 16, 2) + products(64 * 196, 400, 32, 3) + products(64, 1568, 10, 3);
        assertEquals(net, Subject.CONVNET.flops());
        double block = products(1024, 128, 384, 3)
                + products(1024, 128, 128, 3)
                + products(1024, 128, 512, 3)
                + products(1024, 512, 128, 3)
                // One sequence and head: scores and what they weigh.
                + 16 * 4 * (products(64, 32, 64, 3) + products(64, 64, 32, 3));
        assertEquals(4 * block + products(1024, 128, 81, 3), Subject.GPT.flops());
    }

    private static double products(int rows, int in, int out, int products) {
        return 2.0 * products * rows * in * out;
    }
}
