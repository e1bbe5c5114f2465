package org.guideddescent.kernel.wire;

/** Frames that are no message of ours: too few, badly signed, or not JSON. */
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedMessage(String why) {
        super(why);
    }
}
