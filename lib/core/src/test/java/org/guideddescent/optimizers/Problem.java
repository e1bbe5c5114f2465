package org.guideddescent.optimizers;

import java.util.Arrays;
import java.util.Random;

/** A loss of a matrix [m × n], row-major, that changes from step to step, in plain doubles. */
interface Problem {
    double loss(double[] x, long t);

    double[] gradient(double[] x, long t);

    /** H v; also the Gauss–Newton product, since these losses are convex quadratics. */
    double[] hessianTimes(double[] v, long t);

    /** ½·0.3‖x‖² and a random slope; entry 1 has no influence at all. */
    static Problem noisy() {
        return new Quadratic(0.3, 1);
    }

    /** The same where every entry has influence, for rules without ε. */
    static Problem alive() {
        return new Quadratic(0.3, -1);
    }

    /** A random slope that does not depend on x, so that a path tells of the rule alone. */
    static Problem slope() {
        return new Quadratic(0, -1);
    }

    /** c f. */
    default Problem times(double c) {
        var f = this;
        return new Problem() {
            @Override
            public double loss(double[] x, long t) {
                return c * f.loss(x, t);
            }

            @Override
            public double[] gradient(double[] x, long t) {
                return Arrays.stream(f.gradient(x, t)).map(g -> c * g).toArray();
            }

            @Override
            public double[] hessianTimes(double[] v, long t) {
                return Arrays.stream(f.hessianTimes(v, t)).map(g -> c * g).toArray();
            }
        };
    }

    /** The same loss of turned weights: y = Q x R has the loss that x had. Q and R are orthogonal. */
    default Problem turned(double[] q, double[] r, int m, int n) {
        var f = this;
        double[] qt = Oracle.transpose(q, m, m);
        double[] rt = Oracle.transpose(r, n, n);
        return new Problem() {
            @Override
            public double loss(double[] y, long t) {
                return f.loss(Oracle.both(qt, y, rt, m, n), t);
            }

            @Override
            public double[] gradient(double[] y, long t) {
                return Oracle.both(q, f.gradient(Oracle.both(qt, y, rt, m, n), t), r, m, n);
            }

            @Override
            public double[] hessianTimes(double[] v, long t) {
                return Oracle.both(q, f.hessianTimes(Oracle.both(qt, v, rt, m, n), t), r, m, n);
            }
        };
    }

    /** The same loss of the transposed weights [n × m]. */
    default Problem transposed(int m, int n) {
        var f = this;
        return new Problem() {
            @Override
            public double loss(double[] y, long t) {
                return f.loss(Oracle.transpose(y, n, m), t);
            }

            @Override
            public double[] gradient(double[] y, long t) {
                return Oracle.transpose(f.gradient(Oracle.transpose(y, n, m), t), m, n);
            }

            @Override
            public double[] hessianTimes(double[] v, long t) {
                return Oracle.transpose(f.hessianTimes(Oracle.transpose(v, n, m), t), m, n);
            }
        };
    }

    /** dead: an entry without influence, or −1. See {@link #noisy}. */
    record Quadratic(double curvature, int dead) implements Problem {
        @Override
        public double loss(double[] x, long t) {
            double[] slope = slope(x.length, t);
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += i == dead ? 0 : curvature * x[i] * x[i] / 2 + slope[i] * x[i];
            }
            return sum;
        }

        @Override
        public double[] gradient(double[] x, long t) {
            double[] g = slope(x.length, t);
            for (int i = 0; i < g.length; i++) {
                g[i] = i == dead ? 0 : curvature * x[i] + g[i];
            }
            return g;
        }

        @Override
        public double[] hessianTimes(double[] v, long t) {
            double[] out = new double[v.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = i == dead ? 0 : curvature * v[i];
            }
            return out;
        }

        private static double[] slope(int n, long t) {
            var random = new Random(100 + t);
            double[] g = new double[n];
            for (int i = 0; i < n; i++) {
                g[i] = random.nextGaussian();
            }
            return g;
        }
    }
}
