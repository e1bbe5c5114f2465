package org.guideddescent.compute;

/**
 * Random numbers that are functions of a key and an index, so that no generator has a state. The bits are SplitMix64's
 * (Steele, Lea and Flood, 2014): a mixed multiple of the golden ratio, counted from a place that the key is mixed into. A
 * normal number is the quantile of a uniform one, by Algorithm AS 241 (Wichura, 1988), right to 1e-15. Only operations
 * that every machine rounds alike are used.
 */
final class Draws {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final int WORD = 64;

    // Numerators and denominators, highest power first: the middle, the near tails, the far tails.
    private static final double[] MIDDLE = {
        2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
        1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e+0
    };
    private static final double[] MIDDLE_BELOW = {
        5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
        5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1
    };
    private static final double[] NEAR = {
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e+0,
        3.64784832476320460504e+0, 5.76949722146069140550e+0, 4.63033784615654529590e+0, 1.42343711074968357734e+0
    };
    private static final double[] NEAR_BELOW = {
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0, 1
    };
    private static final double[] FAR = {
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580e+0, 5.46378491116411436990e+0, 6.65790464350110377720e+0
    };
    private static final double[] FAR_BELOW = {
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1
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
}
