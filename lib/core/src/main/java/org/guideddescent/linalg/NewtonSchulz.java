package org.guideddescent.linalg;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Newton–Schulz: the orthogonal factor of a matrix by products alone.
 * <pre>
 *   X ← G / ‖G‖_F          A = X Xᵀ          X ← (a I + b A + c A²) X
 * </pre>
 * Each step maps every singular value σ to aσ + bσ³ + cσ⁵ and leaves the singular vectors. For a tall G the Gram
 * matrix is XᵀX on the other side, which is the same step on the transpose without transposing. Reference codes add
 * 10⁻⁷ to the norm against a division by zero; we divide by the largest entry first instead, so that the result does
 * not depend on the scale of G. Nor do we enlarge the norm by the 1 % of some codes for Polar Express: its safety is in
 * its coefficients.
 *
 * @param steps the polynomials in their order: data, so that a paper's list is a line
 */
public record NewtonSchulz(List<Coefficients> steps) implements Polar {
    /**
     * The odd polynomial of one step, a x + b x³ + c x⁵.
     *
     * @param a coefficient of x
     * @param b coefficient of x³
     * @param c coefficient of x⁵
     */
    public record Coefficients(double a, double b, double c) implements Serializable {
        /**
         * {@return the image of a singular value}
         *
         * @param sigma singular value, from 0
         */
        public double map(double sigma) {
            double s2 = sigma * sigma;
            return sigma * (a + s2 * (b + s2 * c));
        }

        @Override
        public String toString() {
            return "(" + a + ", " + b + ", " + c + ")";
        }
    }

    /**
     * Five equal steps with slope 3.4445 at zero; singular values from 0.003 up land in [0.68, 1.21], and more steps do
     * not bring them nearer to one. Jordan et al., 2024, KellerJordan/Muon.
     */
    public static final NewtonSchulz JORDAN = repeat(5, 3.4445, -4.7750, 2.0315);

    /**
     * Five steps, each its own; from 0.01 up into [0.97, 1.04], from 0.003 up into [0.97, 1.15]. KellerJordan/modded-nanogpt,
     * found as described in leloykun.github.io/ponder/muon-opt-coeffs.
     */
    public static final NewtonSchulz QUINTIC = of(
            step(4.0848, -6.8946, 2.9270),
            step(3.9505, -6.3029, 2.6377),
            step(3.7418, -5.5913, 2.3037),
            step(2.8769, -3.1427, 1.2046),
            step(2.8366, -3.0525, 1.2012));

    /** Six steps; from 0.003 up into [0.995, 1.000]. You Jiacheng, 2025, as used by docs.modula.systems. */
    public static final NewtonSchulz SIX_STEP = of(
            step(3955 / 1024.0, -8306 / 1024.0, 5008 / 1024.0),
            step(3735 / 1024.0, -6681 / 1024.0, 3463 / 1024.0),
            step(3799 / 1024.0, -6499 / 1024.0, 3211 / 1024.0),
            step(4019 / 1024.0, -6385 / 1024.0, 2906 / 1024.0),
            step(2677 / 1024.0, -3029 / 1024.0, 1162 / 1024.0),
            step(2172 / 1024.0, -1833 / 1024.0, 682 / 1024.0));

    /** The minimax steps for singular values in [0.001, 1]; its last is the limit of the list. arXiv:2505.16932. */
    private static final List<Coefficients> RAW_POLAR_EXPRESS = List.of(
            step(8.28721201814563, -23.595886519098837, 17.300387312530933),
            step(4.107059111542203, -2.9478499167379106, 0.5448431082926601),
            step(3.9486908534822946, -2.908902115949951, 0.5518191394370137),
            step(3.3184196573706015, -2.488488024314874, 0.51004894012372),
            step(2.300652019954817, -1.6689039845747493, 0.4188073119525673),
            step(1.891301407787398, -1.2679958271945868, 0.37680408948524835),
            step(1.8750014808534479, -1.2500016453999487, 0.3750001645474248),
            step(15 / 8.0, -10 / 8.0, 3 / 8.0));

    /** Five steps of Polar Express; from 0.001 up into [0.84, 1.13]. */
    public static final NewtonSchulz POLAR_EXPRESS = polarExpress(5);

    /** Six steps of Polar Express; from 0.001 up into [0.993, 1.002]. */
    public static final NewtonSchulz POLAR_EXPRESS_6 = polarExpress(6);

    /** Polar Express with a safety of 2 %; from 0.001 up into [0.85, 1.15]. karpathy/nanochat. */
    public static final NewtonSchulz NANOCHAT = of(
            step(8.1566, -22.4833, 15.8788),
            step(4.0429, -2.8089, 0.5000),
            step(3.8917, -2.7725, 0.5061),
            step(3.2858, -2.3681, 0.4645),
            step(2.3465, -1.7098, 0.4232));

    /** Chebyshev-optimal steps; from 0.001 up into [0.88, 1.12]. Grishina et al., 2025, arXiv:2506.10935. */
    public static final NewtonSchulz CANS = of(
            step(8.4703, -25.1081, 18.6293),
            step(4.1828, -3.1087, 0.5806),
            step(3.9619, -2.9541, 0.5630),
            step(3.2866, -2.4647, 0.5074),
            step(2.2737, -1.6447, 0.4162));

    /** Eight of Jordan's steps, then two with fixed point one; from 0.001 up into [0.999, 1.001]. DeepSeek-V4. */
    public static final NewtonSchulz DEEPSEEK =
            repeat(8, 3.4445, -4.7750, 2.0315).then(repeat(2, 2, -1.5, 0.5));

    /** Twelve steps of a polynomial that oscillates into its fixed point one; from 0.003 up into [0.996, 1.003]; the number of steps is our choice. */
    public static final NewtonSchulz MODULA = repeat(12, 3, -16 / 5.0, 6 / 5.0);

    /** Thirty of the classical steps, which converge to one from everywhere; slow, for reference. */
    public static final NewtonSchulz CONVERGENT = repeat(30, 15 / 8.0, -10 / 8.0, 3 / 8.0);

    /**
     * Refuses an iteration without steps.
     *
     * @param steps the polynomials in their order: data, so that a paper's list is a line
     * @throws IllegalArgumentException if there are no steps
     */
    public NewtonSchulz {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a Newton–Schulz iteration needs at least one step");
        }
    }

    /**
     * {@return an iteration of these steps}
     *
     * @param steps polynomials in the order in which they act, at least one
     */
    public static NewtonSchulz of(Coefficients... steps) {
        return new NewtonSchulz(List.of(steps));
    }

    /**
     * {@return an iteration that takes the same polynomial again and again}
     *
     * @param times steps, at least 1
     * @param a coefficient of x
     * @param b coefficient of x³
     * @param c coefficient of x⁵
     */
    public static NewtonSchulz repeat(int times, double a, double b, double c) {
        return new NewtonSchulz(Collections.nCopies(times, step(a, b, c)));
    }

    /**
     * {@return Polar Express with any number of steps: the best worst case over singular values in [0.001, 1] for
     * products of that many polynomials of degree 5} The first seven steps are those of p(x/1.01), so that rounding
     * cannot push a singular value out of the interval where p is bounded; whatever follows is the classical step.
     * Amsel et al., 2025, arXiv:2505.16932.
     *
     * @param times steps, at least 1
     */
    public static NewtonSchulz polarExpress(int times) {
        var steps = new ArrayList<Coefficients>();
        int last = RAW_POLAR_EXPRESS.size() - 1;
        for (int i = 0; i < times; i++) {
            var p = RAW_POLAR_EXPRESS.get(Math.min(i, last));
            steps.add(i < last ? step(p.a / 1.01, p.b / Math.pow(1.01, 3), p.c / Math.pow(1.01, 5)) : p);
        }
        return new NewtonSchulz(steps);
    }

    /**
     * {@return an iteration of these steps, then those of next}
     *
     * @param next what follows
     */
    public NewtonSchulz then(NewtonSchulz next) {
        var all = new ArrayList<>(steps);
        all.addAll(next.steps);
        return new NewtonSchulz(all);
    }

    /**
     * {@return the image of a singular value under all steps; the input's Frobenius norm is one}
     *
     * @param sigma singular value, from 0
     */
    public double map(double sigma) {
        for (var p : steps) {
            sigma = p.map(sigma);
        }
        return sigma;
    }

    /** Equal neighbours are counted, as in {@code NewtonSchulz[5×(3.4445, -4.775, 2.0315)]}. */
    @Override
    public String toString() {
        var text = new StringJoiner(", ", "NewtonSchulz[", "]");
        for (int i = 0; i < steps.size(); ) {
            int j = i + 1;
            while (j < steps.size() && steps.get(j).equals(steps.get(i))) {
                j++;
            }
            text.add((j - i) + "×" + steps.get(i));
            i = j;
        }
        return text.toString();
    }

    @Override
    public Factor bind(Ops ops, int rows, int cols, Workspace workspace) {
        return new Iteration(ops, steps, rows, cols, workspace);
    }

    private static Coefficients step(double a, double b, double c) {
        return new Coefficients(a, b, c);
    }

    /** The steps on arrays of one shape; three of them and a vector. */
    private static final class Iteration implements Factor {
        private final Ops ops;
        private final List<Coefficients> steps;
        private final boolean tall;
        private final INDArray x;
        private final INDArray gram;
        private final INDArray gramDiagonal;
        private final INDArray polynomial;
        private final INDArray polynomialDiagonal;
        private final INDArray ones;

        Iteration(Ops ops, List<Coefficients> steps, int rows, int cols, Workspace workspace) {
            this.ops = ops;
            this.steps = steps;
            this.tall = rows > cols;
            int small = Math.min(rows, cols);
            this.x = workspace.get("x", rows, cols);
            this.gram = workspace.get("gram", small, small);
            this.gramDiagonal = diagonal(gram);
            this.polynomial = workspace.get("polynomial", small, small);
            this.polynomialDiagonal = diagonal(polynomial);
            this.ones = workspace.get("ones", small, 1);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // Only an array copied onto itself need not be copied.
        public void orthogonalize(INDArray g, INDArray out) {
            // Every step goes from one array to the other, and the last one should write to out.
            boolean odd = steps.size() % 2 == 1;
            var from = odd ? x : out;
            var to = odd ? out : x;
            if (from != g) {
                ops.copy(g, from);
            }
            if (!Norms.divideByLargest(ops, from)) {
                ops.fill(0, out);
                return;
            }
            // The first step divides by the norm on its way.
            double scale = 1 / ops.norm(from);
            ops.fill(1, ones);
            for (int i = 0; i < steps.size(); i++) {
                step(steps.get(i), scale, from, to);
                scale = 1;
                var swap = from;
                from = to;
                to = swap;
            }
        }

        /** to ← p(scale · from). */
        private void step(Coefficients p, double scale, INDArray from, INDArray to) {
            ops.syrk(tall, scale * scale, from, 0, gram);
            if (p.c == 0) {
                ops.copy(gram, polynomial);
                ops.scale(p.b, polynomial);
                ops.axpy(p.a, ones, polynomialDiagonal);
            } else {
                // b A + c A² = c (A + b/2c I)² − b²/4c I: one product and two diagonals instead of a sum of matrices.
                double shift = p.b / (2 * p.c);
                ops.axpy(shift, ones, gramDiagonal);
                ops.syrk(false, p.c, gram, 0, polynomial);
                ops.axpy(p.a - p.c * shift * shift, ones, polynomialDiagonal);
            }
            if (tall) {
                ops.gemm(false, false, scale, from, polynomial, 0, to);
            } else {
                ops.gemm(false, false, scale, polynomial, from, 0, to);
            }
        }

        /** The diagonal as a column whose rows lie n + 1 apart, aliasing the matrix. */
        private static INDArray diagonal(INDArray matrix) {
            long n = matrix.size(0);
            return Nd4j.create(matrix.data(), new long[] {n, 1}, new long[] {n + 1, 1}, matrix.offset(), 'c');
        }
    }
}
