package org.guideddescent.compute;

/** tanh over a block: to the last bit or so in double, quickly where the result becomes a float. */
final class Tanh {
    private Tanh() {}

    /** y ← tanh x; y may be x. */
    static void of(boolean forFloat, double[] x, double[] y, int n) {
        if (forFloat) {
            quick(x, y, n);
        } else {
            for (var i = 0; i < n; i++) {
                y[i] = StrictMath.tanh(x[i]);
            }
        }
    }

    /**
     * Relative error below 10⁻⁸, without a branch, so that the JVM vectorises it: tanh x = m / (m + 2) with m = e²ˣ − 1,
     * from a short series for e²ˣ⁄²⁵⁶ − 1 and eight doublings, m ← m (m + 2), none of which cancels.
     */
    private static void quick(double[] x, double[] y, int n) {
        for (var i = 0; i < n; i++) {
            // Beyond ±10 the tanh of a float is ±1.
            var u = Math.max(-10, Math.min(10, x[i])) * (2.0 / 256);
            var m = u * (1 + u * (1.0 / 2 + u * (1.0 / 6 + u * (1.0 / 24 + u * (1.0 / 120 + u * (1.0 / 720))))));
            m = m * (m + 2);
            m = m * (m + 2);
            m = m * (m + 2);
            m = m * (m + 2);
            m = m * (m + 2);
            m = m * (m + 2);
            m = m * (m + 2);
            m = m * (m + 2);
            y[i] = m / (m + 2);
        }
    }
}
