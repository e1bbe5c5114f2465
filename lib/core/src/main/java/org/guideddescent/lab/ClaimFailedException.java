package org.guideddescent.lab;

/** A claim that does not hold. The message is the claim's line. */
public final class ClaimFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Fails with the claim's line.
     *
     * @param claim which does not hold
     */
    public ClaimFailedException(Claim claim) {
        super(claim.line());
    }
}
