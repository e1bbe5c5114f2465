package org.guideddescent.sweep;

/** What a parameter is for. The same parameter can be any of these in different sweeps: it depends on the question. */
public enum Purpose {
    /** What is compared, such as the optimizer: results are grouped by it. */
    SCIENTIFIC,
    /** What is tuned for each value of the scientific ones, so that the comparison is fair, such as the rate. */
    NUISANCE,
    /** One value for all; claims hold for that value only. */
    FIXED,
    /** Repetitions, summed up by the median. */
    SEED
}
