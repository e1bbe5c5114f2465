package org.guideddescent.linalg;

/** A count that outlives the program: rules keep it where a checkpoint finds it. */
public interface Tally {
    /** {@return the count; 0 at first} */
    double get();

    /**
     * Replaces the count.
     *
     * @param count the new count
     */
    void set(double count);
}
