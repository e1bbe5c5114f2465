package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Inverse roots of a power of two by one coupled square root after the other. */
final class SquareRoots implements InverseRoot.Finder {
    private final Ops ops;
    private final String name;
    private final Failures failures;
    private final int halvings;
    private final double ridge;
    private final double tolerance;
    private final int maxIterations;
    private INDArray y;
    private INDArray z;
    private INDArray spare;
    private final INDArray t;

    SquareRoots(Place place, double ridge, double tolerance, int maxIterations, int n, double root) {
        int p = CoupledIteration.whole(root);
        if (Integer.bitCount(p) != 1) {
            throw new IllegalArgumentException("Newton–Schulz needs a root p that is a power of two, got " + p
                    + "; CoupledNewton takes any whole p");
        }
        this.ops = place.ops();
        this.name = place.name();
        this.failures = new Failures("the inverse root of " + name, place.failures());
        this.halvings = Integer.numberOfTrailingZeros(p);
        this.ridge = ridge;
        this.maxIterations = maxIterations;
        this.y = place.scratch().get("root y", n, n);
        this.z = place.scratch().get("root z", n, n);
        this.spare = place.scratch().get("root spare", n, n);
        this.t = place.scratch().get("root t", n, n);
        this.tolerance = CoupledIteration.reachable(tolerance, y, p);
    }

    @Override
    public boolean write(INDArray a, INDArray out) {
        if (!Double.isFinite(ops.maxAbs(a))) {
            throw new NotFiniteException(name);
        }
        ops.copy(a, y);
        Diagonal.shift(ridge, y);
        double size = 1;
        for (int k = 0; k < Math.max(1, halvings); k++) {
            size = ops.norm(y);
            double error = size > 0 ? squareRoot(size) : Double.POSITIVE_INFINITY;
            if (!(error <= tolerance)) {
                failures.failure("max|Z Y − I| was " + error + " after " + maxIterations + " iterations");
                return false;
            }
        }
        failures.success();
        ops.scale(1 / Math.sqrt(size), z);
        if (halvings == 0) {
            ops.syrk(false, 1, z, 0, out);
        } else {
            ops.copy(z, out);
        }
        return true;
    }

    /** y ← y^(1/2), z ← (y / size)^(−1/2) for the y before. Returns the largest entry of Z Y − I. */
    private double squareRoot(double size) {
        ops.scale(1 / size, y);
        Diagonal.assign(ops, 1, z);
        double error = residual();
        for (int i = 0; i < maxIterations && error > tolerance; i++) {
            // T = (3 I − Z Y) / 2 = I − (Z Y − I) / 2.
            ops.scale(-0.5, t);
            Diagonal.shift(1, t);
            ops.gemm(false, false, 1, y, t, 0, spare);
            var next = spare;
            spare = y;
            y = next;
            ops.gemm(false, false, 1, t, z, 0, spare);
            next = spare;
            spare = z;
            z = next;
            error = residual();
        }
        ops.scale(Math.sqrt(size), y);
        return error;
    }

    /** t ← Z Y − I. Returns its largest entry. */
    private double residual() {
        ops.gemm(false, false, 1, z, y, 0, t);
        Diagonal.shift(-1, t);
        return ops.maxAbs(t);
    }
}
