package org.guideddescent.rule;

/** The families of a listing, in its order. */
public enum Family {
    FIRST_ORDER("First order"),
    ADAPTIVE("Adaptive"),
    MEMORY_EFFICIENT("Memory-efficient"),
    LEARNING_RATE_FREE("Learning-rate-free"),
    CURVATURE("Line search, quasi-Newton, truncated Newton"),
    KRONECKER_FACTORED("Kronecker-factored"),
    NORMS("Norms and dualities"),
    AROUND("Around any rule");

    private final String title;

    Family(String title) {
        this.title = title;
    }

    /** As a heading. */
    public String title() {
        return title;
    }
}
