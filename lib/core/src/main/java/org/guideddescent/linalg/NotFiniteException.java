package org.guideddescent.linalg;

/** A matrix that was to be decomposed holds NaN or an infinity. Retrying cannot help, so it is raised at once. */
public final class NotFiniteException extends ArithmeticException {
    private static final long serialVersionUID = 1;

    NotFiniteException(String name) {
        super(name + " holds NaN or an infinity; a smaller rate or clipByGlobalNorm in front keeps gradients in range");
    }
}
