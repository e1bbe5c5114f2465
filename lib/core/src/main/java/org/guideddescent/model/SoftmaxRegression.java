package org.guideddescent.model;

/** One linear layer under softmax cross-entropy: convex, and its Gauss–Newton matrix is its Hessian. */
public final class SoftmaxRegression {
    private SoftmaxRegression() {}

    /**
     * {@return a network of logits W x + b, whose targets are class indices or probabilities}
     *
     * @param in numbers in an example
     * @param classes how many there are
     */
    public static Network of(int in, int classes) {
        return Network.of(Layers.linear(in, classes), Loss.SOFTMAX_CROSS_ENTROPY);
    }

    /**
     * {@return the same network without b}
     *
     * @param in numbers in an example
     * @param classes how many there are
     */
    public static Network withoutBias(int in, int classes) {
        return Network.of(Layers.linear(in, classes).withoutBias(), Loss.SOFTMAX_CROSS_ENTROPY);
    }
}
