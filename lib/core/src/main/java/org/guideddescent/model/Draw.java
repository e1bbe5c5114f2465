package org.guideddescent.model;

/** Chance as a function of a key and a counter, the same in every JVM: SplitMix64's finalizer (Steele et al., 2014). */
final class Draw {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Draw() {}

    /** In [0, 1), in steps of 2⁻⁵³. */
    static double uniform(long key, long counter) {
        return (bits(key, counter) >>> 11) * 0x1p-53;
    }

    /** √(−2 ln u) cos 2πv for u in (0, 1], v in [0, 1): Box and Muller, 1958. */
    static double normal(long key, long counter) {
        double u = ((bits(key, 2 * counter) >>> 11) + 1) * 0x1p-53;
        double v = (bits(key, 2 * counter + 1) >>> 11) * 0x1p-53;
        return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
    }

    // The key is mixed first, so that neighboring keys do not give shifted copies of one sequence.
    private static long bits(long key, long counter) {
        return mix(mix(key + GOLDEN) + GOLDEN * (counter + 1));
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
