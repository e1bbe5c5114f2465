package org.guideddescent.linalg;

import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Newton–Schulz: the orthogonal factor of a matrix by products alone.
 * <pre>
 *   X₀ = G / ‖G‖_F          A = X Xᵀ          X ← a X + (b A + c A²) X
 * </pre>
 * Each step maps every singular value σ to aσ + bσ³ + cσ⁵ and leaves the singular vectors. For a tall G the Gram
 * matrix is XᵀX on the other side, which is the same step on the transpose without transposing. Reference codes add
 * 10⁻⁷ to the norm against a division by zero; we divide by the largest entry first instead, so that the result does
 * not depend on the scale of G.
 */
public final class NewtonSchulz {
    /** The odd polynomial of one step. */
    public record Coefficients(double a, double b, double c) {
        /** The image of a singular value. */
        public double map(double sigma) {
            double s2 = sigma * sigma;
            return sigma * (a + s2 * (b + s2 * c));
        }
    }

    /** The polynomials in their order: data, so that a paper's list is a line. */
    public record Iteration(List<Coefficients> steps) {
        public Iteration {
            steps = List.copyOf(steps);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("a Newton–Schulz iteration needs at least one step");
            }
        }

        /** The same polynomial again and again. */
        public static Iteration repeat(int times, double a, double b, double c) {
            return new Iteration(Collections.nCopies(times, new Coefficients(a, b, c)));
        }

        /** Equal neighbours are counted, as in {@code 5×(3.4445, -4.775, 2.0315)}. */
        @Override
        public String toString() {
            var text = new StringJoiner(", ");
            for (int i = 0; i < steps.size(); ) {
                int j = i + 1;
                while (j < steps.size() && steps.get(j).equals(steps.get(i))) {
                    j++;
                }
                var p = steps.get(i);
                text.add((j - i) + "×(" + p.a + ", " + p.b + ", " + p.c + ")");
                i = j;
            }
            return text.toString();
        }
    }

    /** Five equal steps with slope 3.4445 at zero; singular values from 0.01 up land in [0.68, 1.14]. KellerJordan/Muon. */
    public static final Iteration JORDAN = Iteration.repeat(5, 3.4445, -4.7750, 2.0315);

    /** Thirty of the classical steps that converge to one; slow, for reference. */
    public static final Iteration CONVERGENT = Iteration.repeat(30, 15 / 8.0, -10 / 8.0, 3 / 8.0);

    /** Gives an array of a name and shape; rules pass their scratch slots. */
    @FunctionalInterface
    public interface Workspace {
        /** The array of that name, zero or whatever it last held. */
        INDArray get(String name, long... shape);
    }

    private final Ops ops;
    private final List<Coefficients> steps;
    private final boolean tall;
    private final INDArray x;
    private final INDArray y;
    private final INDArray gram;
    private final INDArray polynomial;

    /** Ready for matrices [rows × cols]; takes four arrays of the workspace. */
    public NewtonSchulz(Ops ops, Iteration iteration, int rows, int cols, Workspace workspace) {
        this.ops = ops;
        this.steps = iteration.steps();
        this.tall = rows > cols;
        int small = Math.min(rows, cols);
        this.x = workspace.get("x", rows, cols);
        this.y = workspace.get("y", rows, cols);
        this.gram = workspace.get("gram", small, small);
        this.polynomial = workspace.get("polynomial", small, small);
    }

    /** Writes ≈ U Vᵀ for g = U S Vᵀ into out [rows × cols], which may be g. A zero g gives zero. */
    public void orthogonalize(INDArray g, INDArray out) {
        // By the largest entry first: the square of a gradient of 1e-30 is no float.
        double largest = ops.maxAbs(g);
        ops.copy(g, x);
        if (largest > 0) {
            ops.scale(1 / largest, x);
            ops.scale(1 / ops.norm(x), x);
        }
        var from = x;
        var to = y;
        for (int i = 0; i < steps.size(); i++) {
            step(steps.get(i), from, to);
            var swap = from;
            from = to;
            to = swap;
        }
        ops.copy(from, out);
    }

    private void step(Coefficients p, INDArray from, INDArray to) {
        ops.syrk(tall, 1, from, 0, gram);
        ops.syrk(false, p.c, gram, 0, polynomial); // gram is symmetric, so its square is gram gramᵀ
        ops.axpy(p.b, gram, polynomial);
        ops.copy(from, to);
        if (tall) {
            ops.gemm(false, false, 1, from, polynomial, p.a, to);
        } else {
            ops.gemm(false, false, 1, polynomial, from, p.a, to);
        }
    }
}
