package org.guideddescent.compute;

/** An activation c₀ + c₁ x + c₂ x² + c₃ x³; as a sweep's body, x is the input and y the output. */
record Polynomial(double c0, double c1, double c2, double c3) implements Sweep.Body {
    static final Polynomial QUADRATIC = new Polynomial(0, 0, 1, 0);
    static final Polynomial HERMITE2 = new Polynomial(-1 / Math.sqrt(2), 0, 1 / Math.sqrt(2), 0);
    static final Polynomial HERMITE3 = new Polynomial(0, -3 / Math.sqrt(6), 0, 1 / Math.sqrt(6));
    static final Slope QUADRATIC_SLOPE = new Slope(QUADRATIC);
    static final Slope HERMITE2_SLOPE = new Slope(HERMITE2);
    static final Slope HERMITE3_SLOPE = new Slope(HERMITE3);

    @Override
    public void panel(Sweep s, Scratch scratch, int panel) {
        var n = s.size(panel);
        var x = scratch.doubles(1, n)[0];
        s.read(scratch, s.x(panel), x, n);
        for (var i = 0; i < n; i++) {
            x[i] = c0 + x[i] * (c1 + x[i] * (c2 + x[i] * c3));
        }
        s.write(scratch, s.y(panel), x, n);
    }

    /** Its derivative times the gradient of the output; x: the input, y: the gradient of the output, z: of the input. */
    record Slope(Polynomial f) implements Sweep.Body {
        @Override
        public void panel(Sweep s, Scratch scratch, int panel) {
            var n = s.size(panel);
            var b = scratch.doubles(2, n);
            var x = b[0];
            var dy = b[1];
            var c1 = f.c1;
            var c2 = 2 * f.c2;
            var c3 = 3 * f.c3;
            s.read(scratch, s.x(panel), x, n);
            s.read(scratch, s.y(panel), dy, n);
            for (var i = 0; i < n; i++) {
                dy[i] *= c1 + x[i] * (c2 + x[i] * c3);
            }
            s.write(scratch, s.z(panel), dy, n);
        }
    }
}
