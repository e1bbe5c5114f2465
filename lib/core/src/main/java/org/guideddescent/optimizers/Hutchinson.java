package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.load;

import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Hutchinson's estimate of a Hessian's diagonal from one product, and the Gauss–Newton–Bartlett estimate from one gradient.
 * <pre>
 *   h = z ⊙ H z,  zᵢ = ±1          E h = diag H; exact if H is diagonal
 *   h = B ĝ ⊙ ĝ                     ĝ the mean loss's gradient on targets that the model draws, B examples
 * </pre>
 * Draws are functions of (seed, t, name of the parameter). Hutchinson, 1990; Liu et al., 2023, Algorithms 1 and 2,
 * arXiv:2305.14342.
 */
final class Hutchinson {
    private static final double[] NONE = {};

    /** The estimate. */
    final INDArray h;

    private final Ops ops;
    private final Slice slice;
    private final List<Param> params;
    private final List<INDArray> probes;
    private final Slice.Products products;
    private final Compiled times;
    private final Compiled square;

    Hutchinson(Scope scope, Slots slots, Slice slice) {
        this.slice = slice;
        ops = scope.ops();
        params = scope.params();
        var z = slots.scratch("probe", slice.n());
        h = slots.scratch("estimate", slice.n());
        probes = slice.matrices(z);
        products = slice.products(z, h);
        times = ops.compile(
                new Program(2, 0, List.of(new Program.Write(0, load(0).times(load(1))))), h, z);
        var g = load(0);
        square = ops.compile(new Program(1, 0, List.of(new Program.Write(0, g.times(g)))), h);
    }

    /** h ← z ⊙ H z. */
    void diagonal(long seed, long t) {
        for (int i = 0; i < probes.size(); i++) {
            ops.rademacher(key(seed, t, params.get(i).name()), probes.get(i));
        }
        products.times(Curvature.HESSIAN);
        times.run(NONE);
    }

    /** h ← B ĝ ⊙ ĝ. */
    void bartlett(long seed, long t) {
        products.sampledGradient(key(seed, t, ""));
        square.run(NONE);
        ops.scale(slice.batchSize(), h);
    }

    /** Far apart for near arguments: the finalizer of Steele et al.'s SplitMix. */
    static long key(long seed, long t, String name) {
        return mixed(mixed(seed + 0x9E3779B97F4A7C15L * t) ^ name.hashCode());
    }

    private static long mixed(long z) {
        long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }
}
