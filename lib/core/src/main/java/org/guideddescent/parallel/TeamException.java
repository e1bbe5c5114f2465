package org.guideddescent.parallel;

/** A rank of the team is lost, does not answer, or does something else; the run can be resumed from its last checkpoint. */
public final class TeamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The rank at fault. */
    private final int rank;

    TeamException(int rank, String message) {
        super(message);
        this.rank = rank;
    }

    TeamException(int rank, String message, Throwable cause) {
        super(message, cause);
        this.rank = rank;
    }

    /** {@return the rank at fault, as far as this one can tell} */
    public int rank() {
        return rank;
    }
}
