package org.guideddescent.kernel.maven;

/** An artifact or a project could not be had; the message says which, where it was looked for, and the way out. */
public final class Unresolved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what could not be had.
     *
     * @param message which artifact, where it was looked for, and the way out
     */
    public Unresolved(String message) {
        super(message);
    }
}
