package org.guideddescent.rule;

/** The families of a listing, in its order. */
public enum Family {
    /** Gradient descent, momentum, signs, and a length for each layer. */
    FIRST_ORDER("First order"),
    /** A rate for each weight, from the sizes of its gradients. */
    ADAPTIVE("Adaptive"),
    /** Adaptive rules with fewer numbers per parameter. */
    MEMORY_EFFICIENT("Memory-efficient"),
    /** Rules that find their rate on the way. */
    LEARNING_RATE_FREE("Learning-rate-free"),
    /** Line searches, models of the Hessian and products with it. */
    CURVATURE("Line search, quasi-Newton, truncated Newton"),
    /** Curvature, or second moments, as one Kronecker product for each matrix. */
    KRONECKER_FACTORED("Kronecker-factored"),
    /** Steepest descent in norms that fit the matrices. */
    NORMS("Norms and dualities"),
    /** What stands in a chain with any rule, or goes around one. */
    AROUND("Around any rule");

    private final String title;

    Family(String title) {
        this.title = title;
    }

    /** {@return the family's name as a heading} */
    public String title() {
        return title;
    }
}
