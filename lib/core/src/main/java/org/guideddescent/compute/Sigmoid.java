package org.guideddescent.compute;

/** σ(x) = 1 / (1 + e⁻ˣ) over a block, and the activations made of it. */
final class Sigmoid {
    private Sigmoid() {}

    /** y ← σ(x); y may be x. */
    static void of(boolean forFloat, double[] x, double[] y, int n) {
        for (var i = 0; i < n; i++) {
            y[i] = -x[i];
        }
        Exp.of(forFloat, y, y, n);
        for (var i = 0; i < n; i++) {
            y[i] = 1 / (1 + y[i]);
        }
    }

    /** x: the input, y: the output. */
    static void sigmoid(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var x = scratch.doubles(1, n)[0];
        s.read(scratch, s.x(panel), x, n);
        of(s.isFloat, x, x, n);
        s.write(scratch, s.y(panel), x, n);
    }

    /** x: the input, y: the gradient of the output, z: of the input. */
    static void sigmoidBackward(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var b = scratch.doubles(2, n);
        var p = b[0];
        var dy = b[1];
        s.read(scratch, s.x(panel), p, n);
        s.read(scratch, s.y(panel), dy, n);
        of(s.isFloat, p, p, n);
        for (var i = 0; i < n; i++) {
            dy[i] *= p[i] * (1 - p[i]);
        }
        s.write(scratch, s.z(panel), dy, n);
    }

    static void silu(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var b = scratch.doubles(2, n);
        var x = b[0];
        var p = b[1];
        s.read(scratch, s.x(panel), x, n);
        of(s.isFloat, x, p, n);
        for (var i = 0; i < n; i++) {
            x[i] *= p[i];
        }
        s.write(scratch, s.y(panel), x, n);
    }

    static void siluBackward(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var b = scratch.doubles(3, n);
        var x = b[0];
        var p = b[1];
        var dy = b[2];
        s.read(scratch, s.x(panel), x, n);
        s.read(scratch, s.y(panel), dy, n);
        of(s.isFloat, x, p, n);
        for (var i = 0; i < n; i++) {
            dy[i] *= p[i] * (1 + x[i] * (1 - p[i]));
        }
        s.write(scratch, s.z(panel), dy, n);
    }
}
