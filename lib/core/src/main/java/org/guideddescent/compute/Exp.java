package org.guideddescent.compute;

/** The exponential over a block: the library's in double, quickly where the result becomes a float. */
final class Exp {
    /** Below it e^x is 0 as a float, above it an infinity. */
    private static final double LEAST = -110;

    private static final double MOST = 90;

    private Exp() {}

    /** y ← e^x; y may be x. */
    static void of(boolean forFloat, double[] x, double[] y, int n) {
        if (forFloat) {
            quick(x, y, n);
        } else {
            for (int i = 0; i < n; i++) {
                y[i] = Math.exp(x[i]);
            }
        }
    }

    /**
     * Relative error below 10⁻⁸ from −110 to 90, without a branch, so that the JVM vectorizes it: a short series for
     * e^(x/1024), and ten squarings, each of which doubles the relative error of 10⁻¹².
     */
    private static void quick(double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            double u = Math.max(LEAST, Math.min(MOST, x[i])) * (1.0 / 1024);
            double e = 1
                    + u
                            * (1
                                    + u
                                            * (1.0 / 2
                                                    + u
                                                            * (1.0 / 6
                                                                    + u
                                                                            * (1.0 / 24
                                                                                    + u
                                                                                            * (1.0 / 120
                                                                                                    + u
                                                                                                            * (1.0 / 720
                                                                                                                    + u
                                                                                                                            * (1.0
                                                                                                                                    / 5040)))))));
            e = e * e;
            e = e * e;
            e = e * e;
            e = e * e;
            e = e * e;
            e = e * e;
            e = e * e;
            e = e * e;
            e = e * e;
            e = e * e;
            y[i] = e;
        }
    }
}
