package org.guideddescent.model;

import org.guideddescent.compute.Draws;

/** Keys for the draws of one step: functions of a seed, the step and what is drawn. */
final class Keys {
    private static final int STREAMS = 8;

    private Keys() {}

    /** stream: from 0 to 7, one for each thing that is drawn at a step. */
    static long of(long seed, long step, int stream) {
        return (long) (Draws.uniform(seed, step * STREAMS + stream) * 0x1p53);
    }
}
