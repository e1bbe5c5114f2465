package org.guideddescent.compute;

/** What many numbers become: their sum, the sum of their squares, or the largest of their sizes. */
enum Fold {
    SUM,
    SQUARES,
    MAX_ABS;

    /** Of n numbers side by side; sums in double. */
    double of(float[] x, int from, int n) {
        return switch (this) {
            case SUM -> sum(x, from, n);
            case SQUARES -> squares(x, from, n);
            case MAX_ABS -> maxAbs(x, from, n);
        };
    }

    /** The same of doubles. */
    double of(double[] x, int from, int n) {
        return switch (this) {
            case SUM -> sum(x, from, n);
            case SQUARES -> squares(x, from, n);
            case MAX_ABS -> maxAbs(x, from, n);
        };
    }

    /** Of two results. */
    double join(double a, double b) {
        return this == MAX_ABS ? Math.max(a, b) : a + b;
    }

    /** so far[j] takes in x[from + j]. */
    void into(float[] soFar, float[] x, int from, int n) {
        switch (this) {
            case SUM -> {
                for (var j = 0; j < n; j++) {
                    soFar[j] += x[from + j];
                }
            }
            case SQUARES -> {
                for (var j = 0; j < n; j++) {
                    soFar[j] += x[from + j] * x[from + j];
                }
            }
            case MAX_ABS -> {
                for (var j = 0; j < n; j++) {
                    soFar[j] = Math.max(soFar[j], Math.abs(x[from + j]));
                }
            }
        }
    }

    /** The same of doubles. */
    void into(double[] soFar, double[] x, int from, int n) {
        switch (this) {
            case SUM -> {
                for (var j = 0; j < n; j++) {
                    soFar[j] += x[from + j];
                }
            }
            case SQUARES -> {
                for (var j = 0; j < n; j++) {
                    soFar[j] += x[from + j] * x[from + j];
                }
            }
            case MAX_ABS -> {
                for (var j = 0; j < n; j++) {
                    soFar[j] = Math.max(soFar[j], Math.abs(x[from + j]));
                }
            }
        }
    }

    // Two sums at once: one would wait for its own last addition.
    private static double sum(float[] x, int from, int n) {
        var a = 0.0;
        var b = 0.0;
        var i = from;
        for (; i < from + n - 1; i += 2) {
            a += x[i];
            b += x[i + 1];
        }
        return i < from + n ? a + b + x[i] : a + b;
    }

    private static double sum(double[] x, int from, int n) {
        var a = 0.0;
        var b = 0.0;
        var i = from;
        for (; i < from + n - 1; i += 2) {
            a += x[i];
            b += x[i + 1];
        }
        return i < from + n ? a + b + x[i] : a + b;
    }

    private static double squares(float[] x, int from, int n) {
        var a = 0.0;
        var b = 0.0;
        var i = from;
        for (; i < from + n - 1; i += 2) {
            a += (double) x[i] * x[i];
            b += (double) x[i + 1] * x[i + 1];
        }
        return i < from + n ? a + b + (double) x[i] * x[i] : a + b;
    }

    private static double squares(double[] x, int from, int n) {
        var a = 0.0;
        var b = 0.0;
        var i = from;
        for (; i < from + n - 1; i += 2) {
            a += x[i] * x[i];
            b += x[i + 1] * x[i + 1];
        }
        return i < from + n ? a + b + x[i] * x[i] : a + b;
    }

    private static double maxAbs(float[] x, int from, int n) {
        var max = 0f;
        for (var i = from; i < from + n; i++) {
            max = Math.max(max, Math.abs(x[i]));
        }
        return max;
    }

    private static double maxAbs(double[] x, int from, int n) {
        var max = 0.0;
        for (var i = from; i < from + n; i++) {
            max = Math.max(max, Math.abs(x[i]));
        }
        return max;
    }
}
