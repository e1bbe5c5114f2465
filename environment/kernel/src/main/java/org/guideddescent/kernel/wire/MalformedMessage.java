package org.guideddescent.kernel.wire;

/** Frames that are no message of ours: too few, badly signed, or not JSON. */
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param why in words for the log
     */
    public MalformedMessage(String why) {
        super(why);
    }
}
