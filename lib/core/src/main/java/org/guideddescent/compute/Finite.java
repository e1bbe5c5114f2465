package org.guideddescent.compute;

/**
 * The body of a sweep that counts panels with a NaN or an infinity. Their exponent is all ones, so one more unit of the
 * exponent carries into the sign. Integers, since a sum or a maximum of floats is not vectorised, and eight pieces of the
 * panel folded into one, since a loop that carries one number from turn to turn is not either.
 */
final class Finite {
    private static final int PIECES = 8;
    private static final int UNIT = 1 << 23;
    private static final long LONG_UNIT = 1L << 52;

    private Finite() {}

    static void count(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        boolean found;
        if (s.isFloat) {
            var b = scratch.ints(2, n);
            Memory.read(s.x(panel), b[0], n);
            found = fold(b[0], b[1], n) < 0;
        } else {
            var b = scratch.longs(2, n);
            Memory.read(s.x(panel), b[0], n);
            found = fold(b[0], b[1], n) < 0;
        }
        s.partials[panel] = found ? 1 : 0;
    }

    private static int carry(int bits) {
        return (bits & Integer.MAX_VALUE) + UNIT;
    }

    private static int fold(int[] x, int[] folded, int n) {
        var k = n / PIECES;
        for (var i = 0; i < k; i++) {
            folded[i] = carry(x[i])
                    | carry(x[i + k])
                    | carry(x[i + 2 * k])
                    | carry(x[i + 3 * k])
                    | carry(x[i + 4 * k])
                    | carry(x[i + 5 * k])
                    | carry(x[i + 6 * k])
                    | carry(x[i + 7 * k]);
        }
        var all = 0;
        for (var i = 0; i < k; i++) {
            all |= folded[i];
        }
        for (var i = PIECES * k; i < n; i++) {
            all |= carry(x[i]);
        }
        return all;
    }

    private static long carry(long bits) {
        return (bits & Long.MAX_VALUE) + LONG_UNIT;
    }

    private static long fold(long[] x, long[] folded, int n) {
        var k = n / PIECES;
        for (var i = 0; i < k; i++) {
            folded[i] = carry(x[i])
                    | carry(x[i + k])
                    | carry(x[i + 2 * k])
                    | carry(x[i + 3 * k])
                    | carry(x[i + 4 * k])
                    | carry(x[i + 5 * k])
                    | carry(x[i + 6 * k])
                    | carry(x[i + 7 * k]);
        }
        var all = 0L;
        for (var i = 0; i < k; i++) {
            all |= folded[i];
        }
        for (var i = PIECES * k; i < n; i++) {
            all |= carry(x[i]);
        }
        return all;
    }
}
