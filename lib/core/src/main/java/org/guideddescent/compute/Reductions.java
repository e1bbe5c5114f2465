package org.guideddescent.compute;

/** Bodies of sweeps for the vector primitives and the sums. Sums are taken in double. */
final class Reductions {
    private Reductions() {}

    static void axpy(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        if (s.isFloat) {
            var b = scratch.floats(2, n);
            axpy((float) s.parameter, b[0], b[1], s.x(panel), s.y(panel), n);
        } else {
            var b = scratch.doubles(2, n);
            axpy(s.parameter, b[0], b[1], s.x(panel), s.y(panel), n);
        }
    }

    private static void axpy(float alpha, float[] x, float[] y, long xAt, long yAt, int n) {
        Memory.read(xAt, x, n);
        Memory.read(yAt, y, n);
        for (var i = 0; i < n; i++) {
            y[i] += alpha * x[i];
        }
        Memory.write(yAt, y, n);
    }

    private static void axpy(double alpha, double[] x, double[] y, long xAt, long yAt, int n) {
        Memory.read(xAt, x, n);
        Memory.read(yAt, y, n);
        for (var i = 0; i < n; i++) {
            y[i] += alpha * x[i];
        }
        Memory.write(yAt, y, n);
    }

    static void scale(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        if (s.isFloat) {
            var x = scratch.floats(1, n)[0];
            var alpha = (float) s.parameter;
            Memory.read(s.x(panel), x, n);
            for (var i = 0; i < n; i++) {
                x[i] *= alpha;
            }
            Memory.write(s.x(panel), x, n);
        } else {
            var x = scratch.doubles(1, n)[0];
            var alpha = s.parameter;
            Memory.read(s.x(panel), x, n);
            for (var i = 0; i < n; i++) {
                x[i] *= alpha;
            }
            Memory.write(s.x(panel), x, n);
        }
    }

    static void copy(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        if (s.isFloat) {
            var x = scratch.floats(1, n)[0];
            Memory.read(s.x(panel), x, n);
            Memory.write(s.y(panel), x, n);
        } else {
            var x = scratch.doubles(1, n)[0];
            Memory.read(s.x(panel), x, n);
            Memory.write(s.y(panel), x, n);
        }
    }

    static void fill(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        if (s.isFloat) {
            var x = scratch.floats(1, n)[0];
            java.util.Arrays.fill(x, 0, n, (float) s.parameter);
            Memory.write(s.x(panel), x, n);
        } else {
            var x = scratch.doubles(1, n)[0];
            java.util.Arrays.fill(x, 0, n, s.parameter);
            Memory.write(s.x(panel), x, n);
        }
    }

    static void dot(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        if (s.isFloat) {
            var b = scratch.floats(2, n);
            Memory.read(s.x(panel), b[0], n);
            if (s.x(panel) == s.y(panel)) {
                s.partials[panel] = dot(b[0], b[0], n);
            } else {
                Memory.read(s.y(panel), b[1], n);
                s.partials[panel] = dot(b[0], b[1], n);
            }
        } else {
            var b = scratch.doubles(2, n);
            Memory.read(s.x(panel), b[0], n);
            Memory.read(s.y(panel), b[1], n);
            s.partials[panel] = dot(b[0], b[1], n);
        }
    }

    // Four sums at once: one would wait for its own last addition.
    private static double dot(float[] x, float[] y, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        var i = 0;
        for (; i < n - 3; i += 4) {
            s0 += (double) x[i] * y[i];
            s1 += (double) x[i + 1] * y[i + 1];
            s2 += (double) x[i + 2] * y[i + 2];
            s3 += (double) x[i + 3] * y[i + 3];
        }
        for (; i < n; i++) {
            s0 += (double) x[i] * y[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    private static double dot(double[] x, double[] y, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        var i = 0;
        for (; i < n - 3; i += 4) {
            s0 += x[i] * y[i];
            s1 += x[i + 1] * y[i + 1];
            s2 += x[i + 2] * y[i + 2];
            s3 += x[i + 3] * y[i + 3];
        }
        for (; i < n; i++) {
            s0 += x[i] * y[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Leaves each panel's maximum in the partial results. */
    static void maxAbs(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        if (s.isFloat) {
            var x = scratch.floats(1, n)[0];
            Memory.read(s.x(panel), x, n);
            var max = 0f;
            for (var i = 0; i < n; i++) {
                max = Math.max(max, Math.abs(x[i]));
            }
            s.partials[panel] = max;
        } else {
            var x = scratch.doubles(1, n)[0];
            Memory.read(s.x(panel), x, n);
            var max = 0.0;
            for (var i = 0; i < n; i++) {
                max = Math.max(max, Math.abs(x[i]));
            }
            s.partials[panel] = max;
        }
    }
}
