package org.guideddescent.compute;

/**
 * Random numbers that are functions of a key and an index, so that no generator has a state. The bits are SplitMix64's
 * (Steele, Lea and Flood, 2014): a mixed multiple of the golden ratio, counted from a place that the key is mixed into. A
 * normal number is the quantile of a uniform one, by Algorithm AS 241 (Wichura, 1988), right to 1e-15. Only
 * operations that every machine rounds alike are used.
 */
public final class Draws {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final int WORD = 64;

    // Numerators and denominators, highest power first: the middle, the near tails, the far tails.
    private static final double[] MIDDLE = {
        2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987,
        13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665
    };
    private static final double[] MIDDLE_BELOW = {
        5226.495278852854,
        28729.085735721943,
        39307.89580009271,
        21213.794301586597,
        5394.196021424751,
        687.1870074920579,
        42.31333070160091,
        1
    };
    private static final double[] NEAR = {
        0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
        3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835
    };
    private static final double[] NEAR_BELOW = {
        1.0507500716444169e-9,
        0.0005475938084995345,
        0.015198666563616457,
        0.14810397642748008,
        0.6897673349851,
        1.6763848301838038,
        2.053191626637759,
        1
    };
    private static final double[] FAR = {
        2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
        0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103
    };
    private static final double[] FAR_BELOW = {
        2.0442631033899397e-15,
        1.421511758316446e-7,
        1.8463183175100548e-5,
        0.0007868691311456133,
        0.014875361290850615,
        0.1369298809227358,
        0.599832206555888,
        1
    };

    private Draws() {}

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Where the key starts to count. */
    static long start(long key) {
        return mix(key + GOLDEN);
    }

    private static long bits(long start, long index) {
        return mix(start + (index + 1) * GOLDEN);
    }

    /**
     * {@return a key of its own for each index, so that each of many who share a key draws for itself}
     *
     * @param key chooses the stream of numbers
     * @param index from 0, which of those who share the key
     */
    public static long key(long key, long index) {
        return bits(start(key), index);
    }

    /**
     * {@return the draw of that index, in [0, 1) in steps of 2⁻⁵³}
     *
     * @param key chooses the stream of numbers
     * @param index place in the stream, from 0
     */
    public static double uniform(long key, long index) {
        return (bits(start(key), index) >>> 11) * 0x1p-53;
    }

    /** into[i] ← +1 or −1, the draw of index {@code first + i}: one bit each. */
    static void signs(long start, long first, double[] into, int n) {
        var word = bits(start, first / WORD);
        for (var i = 0; i < n; i++) {
            var index = first + i;
            if (index % WORD == 0) {
                word = bits(start, index / WORD);
            }
            into[i] = 1 - 2 * (word >>> index & 1);
        }
    }

    /** into[i] ← a standard normal number, the draw of index {@code first + i}. */
    static void normals(long start, long first, double[] into, int n) {
        for (var i = 0; i < n; i++) {
            // In the middle of one of 2⁵³ equal parts, so never 0 nor 1.
            into[i] = quantile(((bits(start, first + i) >>> 11) + 0.5) * 0x1p-53);
        }
    }

    static void checkDropped(double probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException("the probability of dropping must be in [0, 1), got " + probability);
        }
    }

    /** into[i] ← 0 with that probability, else 1 / (1 − probability), by the uniform draw of index {@code first + i}. */
    static void kept(long start, long first, double probability, double[] into, int n) {
        var factor = 1 / (1 - probability);
        for (var i = 0; i < n; i++) {
            into[i] = (bits(start, first + i) >>> 11) * 0x1p-53 < probability ? 0 : factor;
        }
    }

    /** The number that a standard normal one is below with probability p, 0 < p < 1. */
    static double quantile(double p) {
        var q = p - 0.5;
        if (Math.abs(q) <= 0.425) {
            var r = 0.180625 - q * q;
            return q * polynomial(MIDDLE, r) / polynomial(MIDDLE_BELOW, r);
        }
        var r = Math.sqrt(-StrictMath.log(q < 0 ? p : 1 - p));
        var x = r <= 5
                ? polynomial(NEAR, r - 1.6) / polynomial(NEAR_BELOW, r - 1.6)
                : polynomial(FAR, r - 5) / polynomial(FAR_BELOW, r - 5);
        return q < 0 ? -x : x;
    }

    private static double polynomial(double[] c, double x) {
        return ((((((c[0] * x + c[1]) * x + c[2]) * x + c[3]) * x + c[4]) * x + c[5]) * x + c[6]) * x + c[7];
    }

    /** A panel of signs; the sweep's key is the start. */
    static void signs(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var x = scratch.doubles(1, n)[0];
        signs(s.key, s.index(panel), x, n);
        s.write(scratch, s.x(panel), x, n);
    }

    /** A panel of normal numbers. */
    static void normals(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var x = scratch.doubles(1, n)[0];
        normals(s.key, s.index(panel), x, n);
        s.write(scratch, s.x(panel), x, n);
    }

    /** A panel of what a dropout multiplies by; the sweep's parameter is the probability of 0. */
    static void kept(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var x = scratch.doubles(1, n)[0];
        kept(s.key, s.index(panel), s.parameter, x, n);
        s.write(scratch, s.x(panel), x, n);
    }
}
