package org.guideddescent.linalg;

/** A count that outlives the program: rules keep it where a checkpoint finds it. */
public interface Tally {
    /** The count; 0 at first. */
    double get();

    /** Replaces the count. */
    void set(double count);
}
