package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.max;
import static org.guideddescent.compute.Expr.sign;
import static org.guideddescent.compute.Expr.sqrt;

import java.io.Serializable;
import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Expr;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.guideddescent.linalg.NewtonSchulz;
import org.guideddescent.linalg.Norms;
import org.guideddescent.linalg.Polar;
import org.guideddescent.rule.Slots;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The unit ball of a norm of a weight [out × in], by its linear minimization oracle.
 * <pre>  lmo(G) = argmax { ⟨G, D⟩ : ‖D‖ ≤ 1 }          ⟨G, lmo(G)⟩ = ‖G‖*, the dual norm  </pre>
 * A step against lmo(G) is steepest descent in the norm. We write it with a plus sign, as a direction d; papers on
 * Frank–Wolfe have argmin. Where G is zero, so is the answer. Radii are those of Pethick et al., 2025,
 * arXiv:2502.07529, and its code LIONS-EPFL/scion.
 */
public sealed interface Ball extends Serializable {
    /**
     * {@return whether the norm is defined for a parameter}
     *
     * @param p with its role and its shape
     */
    default boolean accepts(Param p) {
        return p.isMatrix();
    }

    /**
     * Prepares the map of one gradient.
     *
     * @param ops what the arithmetic runs on
     * @param g G [rows × cols], replaced by lmo(G) whenever the result runs
     * @param slots for scratch only
     * @return what replaces it
     */
    Runnable bind(Ops ops, INDArray g, Slots slots);

    /** {@return {@link Spectral} from root mean square to root mean square, with Jordan's five steps} */
    static Ball spectral() {
        return new Spectral(NewtonSchulz.JORDAN, Muon.Scale.SPECTRAL);
    }

    /**
     * The largest singular value over a scale s: lmo(G) = s U Vᵀ, and the dual norm is s times the sum of singular values. With
     * {@link Muon.Scale#SPECTRAL} it is the norm from root mean square to root mean square, for hidden matrices; with {@link
     * Muon.Scale#JORDAN} Scion's for the first layer; with {@link Muon.Scale#NONE} the plain spectral norm.
     *
     * @param polar how U Vᵀ is found
     * @param scale s, a function of the shape
     */
    record Spectral(Polar polar, Muon.Scale scale) implements Ball {
        @Override
        public Runnable bind(Ops ops, INDArray g, Slots slots) {
            int out = (int) g.size(0);
            int in = (int) g.size(1);
            var factor = polar.bind(ops, out, in, slots::sharedScratch);
            double s = scale.of(out, in);
            return () -> {
                factor.orthogonalize(g, g);
                ops.scale(s, g);
            };
        }
    }

    /** From root mean square to the largest entry, entry by entry: ‖D‖ = in · max |D|, lmo(G) = sign(G) / in. For the last layer. */
    record Sign() implements Ball {
        @Override
        public boolean accepts(Param p) {
            return true;
        }

        @Override
        public Runnable bind(Ops ops, INDArray g, Slots slots) {
            var run = program(ops, sign(load(0)).times(1.0 / g.size(1)), g);
            var none = new double[0];
            return () -> run.run(none);
        }
    }

    /**
     * Each column, what one input adds, has the same root mean square: ‖D‖ = maxⱼ RMS(D·ⱼ), lmo(G)·ⱼ = √out G·ⱼ / ‖G·ⱼ‖. For
     * matrices that read one-hot vectors.
     */
    record Columns() implements Ball {
        @Override
        public Runnable bind(Ops ops, INDArray g, Slots slots) {
            var s = slots.sharedScratch("perColumn", g.size(1), 1);
            var toUnit = program(ops, reciprocal(g.dataType()), s);
            var toLength = program(ops, inverseRoot(Math.sqrt((double) g.size(0))), s);
            var none = new double[0];
            return () -> {
                ops.columnMaxAbs(g, s);
                toUnit.run(none);
                ops.scaleColumns(s, g);
                ops.columnSquares(g, s);
                toLength.run(none);
                ops.scaleColumns(s, g);
            };
        }
    }

    /**
     * Each row, what makes one output, has the same length: ‖D‖ = √in maxᵢ ‖Dᵢ·‖, lmo(G)ᵢ· = Gᵢ· / (√in ‖Gᵢ·‖). For the last
     * layer.
     */
    record Rows() implements Ball {
        @Override
        public Runnable bind(Ops ops, INDArray g, Slots slots) {
            return rows(ops, 1 / Math.sqrt((double) g.size(1)), g, slots);
        }
    }

    /**
     * A table whose row i is the vector of token i, so a row is what one input adds: ‖D‖ = maxᵢ RMS(Dᵢ·), lmo(G)ᵢ· = √width Gᵢ· /
     * ‖Gᵢ·‖. Rows without gradient stay.
     */
    record Embedding() implements Ball {
        @Override
        public Runnable bind(Ops ops, INDArray g, Slots slots) {
            return rows(ops, Math.sqrt((double) g.size(1)), g, slots);
        }
    }

    /** The root mean square of all entries: lmo(G) = G / RMS(G). For biases and gains. */
    record Rms() implements Ball {
        @Override
        public boolean accepts(Param p) {
            return true;
        }

        @Override
        public Runnable bind(Ops ops, INDArray g, Slots slots) {
            double length = Math.sqrt((double) g.length());
            return () -> Norms.toLength(ops, length, g);
        }
    }

    private static Runnable rows(Ops ops, double length, INDArray g, Slots slots) {
        var s = slots.sharedScratch("perRow", g.size(0), 1);
        var toUnit = program(ops, reciprocal(g.dataType()), s);
        var toLength = program(ops, inverseRoot(length), s);
        var none = new double[0];
        return () -> {
            ops.rowMaxAbs(g, s);
            toUnit.run(none);
            ops.scaleRows(s, g);
            ops.rowSquares(g, s);
            toLength.run(none);
            ops.scaleRows(s, g);
        };
    }

    // The largest entry of a row first, so that no square vanishes; a row of zeros is left alone by any finite factor.
    private static Expr reciprocal(DataType type) {
        double least = type == DataType.FLOAT ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        return constant(1).over(max(load(0), constant(least)));
    }

    private static Expr inverseRoot(double length) {
        return constant(length).over(sqrt(max(load(0), constant(1e-30))));
    }

    private static Compiled program(Ops ops, Expr value, INDArray x) {
        return ops.compile(new Program(1, 0, List.of(new Program.Write(0, value))), x);
    }
}
