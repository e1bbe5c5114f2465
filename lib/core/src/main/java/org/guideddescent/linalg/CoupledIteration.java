package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The coupled iterations of {@link InverseRoot}, of Newton's order and higher ones. */
final class CoupledIteration implements InverseRoot.Finder {
    private final Ops ops;
    private final String name;
    private final Failures failures;
    private final int p;
    private final double[] series;
    private final double ridge;
    private final double tolerance;
    private final int maxIterations;
    private final double scale;
    private INDArray x;
    private INDArray m;
    private INDArray spare;
    private final INDArray t;
    private final INDArray rest;
    private final INDArray other;

    CoupledIteration(Place place, int order, double ridge, double tolerance, int maxIterations, int n, double root) {
        this.ops = place.ops();
        this.name = place.name();
        this.failures = new Failures("the inverse root of " + name, place.failures());
        this.p = whole(root);
        this.series = series(order, p);
        this.ridge = ridge;
        this.maxIterations = maxIterations;
        // Newton's converges on spectra up to p + 1, the longer series up to 1.
        this.scale = order == 2 ? (p + 1) / 2.0 : 1;
        this.x = place.scratch().get("root x", n, n);
        this.m = place.scratch().get("root m", n, n);
        this.spare = place.scratch().get("root spare", n, n);
        this.t = place.scratch().get("root t", n, n);
        this.rest = place.scratch().get("root rest", n, n);
        this.other = place.scratch().get("root other", n, n);
        this.tolerance = reachable(tolerance, x, p);
    }

    static void require(double ridge, double tolerance, int maxIterations) {
        if (!(ridge >= 0) || ridge == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("ridge must be a number from 0 up, got " + ridge);
        }
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("tolerance must be in [0, 1), got " + tolerance);
        }
        if (maxIterations < 1) {
            throw new IllegalArgumentException("maxIterations must be 1 or more, got " + maxIterations);
        }
    }

    static int whole(double root) {
        if (!(root >= 1 && root <= 64) || root != Math.rint(root)) {
            throw new IllegalArgumentException(
                    "an iteration needs a whole root p from 1 to 64, got " + root + "; Eigendecomposition takes any");
        }
        return (int) root;
    }

    /** A tolerance below what products of the type leave would never be met. */
    static double reachable(double tolerance, INDArray a, int p) {
        double rounding = a.dataType() == DataType.FLOAT ? 0x1p-23 : 0x1p-52;
        return Math.max(tolerance, 8 * p * Math.sqrt(a.rows()) * rounding);
    }

    /** The first terms of (1 − r)^(−1/p). */
    private static double[] series(int order, int p) {
        double[] c = new double[order];
        c[0] = 1;
        for (int k = 1; k < order; k++) {
            c[k] = c[k - 1] * (1.0 / p + k - 1) / k;
        }
        return c;
    }

    @Override
    public boolean write(INDArray a, INDArray out) {
        double largest = ops.maxAbs(a);
        if (!Double.isFinite(largest)) {
            throw new NotFiniteException(name);
        }
        ops.copy(a, m);
        Diagonal.shift(ridge, m);
        double z = scale / ops.norm(m);
        double error = Double.POSITIVE_INFINITY;
        if (z < Double.POSITIVE_INFINITY) {
            ops.scale(z, m);
            Diagonal.assign(ops, Math.pow(z, 1.0 / p), x);
            error = residual();
            for (int i = 0; i < maxIterations && error > tolerance; i++) {
                step();
                error = residual();
            }
        }
        if (!(error <= tolerance)) {
            failures.failure("max|M − I| was " + error + " after " + maxIterations + " iterations");
            return false;
        }
        failures.success();
        // The newest x: the one before has the error of the step before.
        ops.copy(x, out);
        return true;
    }

    /** rest ← I − M. Returns its largest entry. */
    private double residual() {
        Diagonal.assign(ops, 1, rest);
        ops.axpy(-1, m, rest);
        return ops.maxAbs(rest);
    }

    private void step() {
        // Horner: T = c₀ I + R (c₁ I + R (c₂ I + …)).
        int last = series.length - 1;
        ops.copy(rest, t);
        ops.scale(series[last], t);
        Diagonal.shift(series[last - 1], t);
        for (int k = last - 2; k >= 0; k--) {
            ops.gemm(false, false, 1, rest, t, 0, other);
            ops.copy(other, t);
            Diagonal.shift(series[k], t);
        }
        ops.gemm(false, false, 1, x, t, 0, spare);
        var newest = spare;
        spare = x;
        x = newest;
        // Tᵖ M: squarings while p is even, then a product for each that is left.
        int left = p;
        for (; left % 2 == 0; left /= 2) {
            // Not by syrk: rounding leaves T a little unsymmetric, and T Tᵀ would never let M lose that.
            ops.gemm(false, false, 1, t, t, 0, other);
            ops.copy(other, t);
        }
        for (; left > 0; left--) {
            ops.gemm(false, false, 1, t, m, 0, spare);
            var next = spare;
            spare = m;
            m = next;
        }
    }
}
