package org.guideddescent.compute;

/**
 * The body of a sweep that counts panels with a NaN or an infinity. Their exponent is all ones, so one more unit of the
 * exponent carries into the sign. Integers and "or", since JDK 17 vectorises no sum or maximum of floats.
 */
final class Finite {
    private static final int UNIT = 1 << 23;
    private static final long LONG_UNIT = 1L << 52;

    private Finite() {}

    static void count(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        boolean found;
        if (s.isFloat) {
            var x = scratch.ints(n);
            Memory.read(s.x(panel), x, n);
            found = carries(x, n) < 0;
        } else {
            var x = scratch.longs(n);
            Memory.read(s.x(panel), x, n);
            found = carries(x, n) < 0;
        }
        s.partials[panel] = found ? 1 : 0;
    }

    private static int carries(int[] x, int n) {
        var all = 0;
        for (var i = 0; i < n; i++) {
            all |= (x[i] & Integer.MAX_VALUE) + UNIT;
        }
        return all;
    }

    private static long carries(long[] x, int n) {
        var all = 0L;
        for (var i = 0; i < n; i++) {
            all |= (x[i] & Long.MAX_VALUE) + LONG_UNIT;
        }
        return all;
    }
}
