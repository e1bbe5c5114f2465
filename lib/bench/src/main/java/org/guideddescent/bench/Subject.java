package org.guideddescent.bench;

import java.util.List;

/** A model whose passes are timed, its batch, and the floating-point operations of the matrix products of one training step. */
public enum Subject {
    /** Three linear layers with ReLU between them. */
    PERCEPTRON("perceptron 784-512-512-10 at batch 128") {
        @Override
        public double flops() {
            return new Shape(List.of(784, 512, 512, 10), 128).flops();
        }
    },

    /** 5×5×16, pool, 5×5×32, pool, linear, on images of 28×28. */
    CONVNET("convolutional net, 28×28, at batch 64") {
        /**
         * Forward: 64·28² rows by 5² by 16, 64·14² by 16·5² by 32, 64 by 7²·32 by 10, twice each for multiply and add; backward
         * twice as much, but the images need no gradient. 1.05·10⁹.
         */
        @Override
        public double flops() {
            double first = 2.0 * 64 * 28 * 28 * 25 * 16;
            double second = 2.0 * 64 * 14 * 14 * 16 * 25 * 32;
            double last = 2.0 * 64 * 7 * 7 * 32 * 10;
            return 2 * first + 3 * (second + last);
        }
    },

    /** 4 blocks of width 128 with 4 heads, context 64, 81 characters. */
    GPT("GPT of 4 layers, width 128, context 64, at batch 16") {
        /**
         * Forward: in each block 12 width² weights for each of 16·64 rows, and scores and their use, 2·64²·128 for each of 16
         * sequences, the masked half counted too, since products of whole matrices compute it; then the head. Twice each for multiply
         * and add; backward twice as much. Embedding rows are no product. 5.30·10⁹.
         */
        @Override
        public double flops() {
            double rows = 16.0 * 64;
            double weights = 2 * rows * 12 * 128 * 128;
            double attention = 2 * 2.0 * 16 * 64 * 64 * 128;
            double head = 2 * rows * 128 * 81;
            return 3 * (4 * (weights + attention) + head);
        }
    };

    private final String title;

    Subject(String title) {
        this.title = title;
    }

    /** What tables call it. */
    public String title() {
        return title;
    }

    /** Operations of the products of a forward and a backward pass; a multiplication and an addition are two. */
    public abstract double flops();
}
