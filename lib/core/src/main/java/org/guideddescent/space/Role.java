package org.guideddescent.space;

/** What a parameter does in a network; rules are routed, and parametrizations scaled, by it. */
public enum Role {
    /** A matrix between two hidden widths. */
    HIDDEN,
    /** The matrix that reads the data. */
    INPUT,
    /** The matrix that writes the prediction. */
    OUTPUT,
    /** A table of vectors, one row a token. */
    EMBEDDING,
    /** An additive vector, stored as [n × 1]. */
    BIAS,
    /** A gain or shift of a normalization. */
    NORM
}
