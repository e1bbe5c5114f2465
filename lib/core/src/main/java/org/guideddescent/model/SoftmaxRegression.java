package org.guideddescent.model;

/** One linear layer under softmax cross-entropy: convex, and its Gauss–Newton matrix is its Hessian. */
public final class SoftmaxRegression {
    private SoftmaxRegression() {}

    /** Logits W x + b, targets class indices or probabilities. */
    public static Network of(int in, int classes) {
        return Network.of(Layers.linear(in, classes), Loss.SOFTMAX_CROSS_ENTROPY);
    }

    /** The same without b. */
    public static Network withoutBias(int in, int classes) {
        return Network.of(Layers.linear(in, classes).withoutBias(), Loss.SOFTMAX_CROSS_ENTROPY);
    }
}
