package org.guideddescent.train;

/** A step that must not be taken, because the loss is no longer a number; the weights are as before the step. */
public final class DivergenceException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    DivergenceException(String message) {
        super(message);
    }

    DivergenceException(String message, ArithmeticException cause) {
        super(message);
        initCause(cause);
    }
}
