package org.guideddescent.curvature;

import java.util.List;
import org.guideddescent.compute.Ops;
import org.guideddescent.space.ParamVector;

/**
 * How noisy the gradient is: the simple noise scale B = tr Σ / |G|², with G the mean and Σ the covariance of the gradients of
 * single examples. Batches far below B gain nearly in proportion to their size, batches far above it nearly nothing.
 * McCandlish et al., 2018, arXiv:1812.06162.
 *
 * @param gradientSquared an unbiased estimate of |G|², so it may be negative
 * @param trace an unbiased estimate of tr Σ
 */
public record NoiseScale(double gradientSquared, double trace) {
    /**
     * {@return B in examples; infinite where the estimate of |G|² is not positive} A quotient of unbiased estimates is
     * biased: take the {@link #mean} of several pairs first.
     */
    public double examples() {
        return gradientSquared > 0 ? trace / gradientSquared : Double.POSITIVE_INFINITY;
    }

    /**
     * {@return the noise scale by the squared lengths of the gradients of two independent batches of different sizes}
     * <pre>
     *   |G|² = (b₂ |g₂|² − b₁ |g₁|²) / (b₂ − b₁)          tr Σ = (|g₁|² − |g₂|²) / (1/b₁ − 1/b₂)
     * </pre>
     * Appendix A.1 of the paper.
     *
     * @param small b₁ examples
     * @param smallSquared |g₁|², the squared length of the gradient of the small batch
     * @param big b₂ examples, more than small
     * @param bigSquared |g₂|², that of the big batch
     */
    public static NoiseScale ofBatches(int small, double smallSquared, int big, double bigSquared) {
        if (small < 1 || big <= small) {
            throw new IllegalArgumentException(
                    "the noise scale needs batches of different sizes, the smaller first, got " + small + " and "
                            + big);
        }
        return new NoiseScale(
                (big * bigSquared - small * smallSquared) / (big - small),
                (smallSquared - bigSquared) / (1.0 / small - 1.0 / big));
    }

    /**
     * {@return the quotient of the means of numerators and of denominators}
     *
     * @param estimates at least one
     */
    public static NoiseScale mean(List<NoiseScale> estimates) {
        if (estimates.isEmpty()) {
            throw new IllegalArgumentException("the mean of no estimates; give at least one");
        }
        return new NoiseScale(
                estimates.stream()
                        .mapToDouble(NoiseScale::gradientSquared)
                        .average()
                        .orElseThrow(),
                estimates.stream().mapToDouble(NoiseScale::trace).average().orElseThrow());
    }

    /**
     * From the gradients of the examples of one batch, one pass for each.
     * <pre>  tr Σ = Σ |gᵢ − ḡ|² / (n − 1)          |G|² = |ḡ|² − tr Σ / n  </pre>
     */
    static NoiseScale ofExamples(Landscape here) {
        int n = here.batch().size();
        if (n < 2) {
            throw new IllegalArgumentException("the noise scale needs a batch of at least 2 examples, got " + n);
        }
        var ops = Ops.current();
        var part = new Part(ops, here.theta().layout(), here.theta().type(), here.which());
        var mean = part.vector();
        var g = part.vector();
        var running = new Object() {
            double squares;
            int seen;
        };
        new Examples(here).each(Targets.given(), part.all(), (ParamVector all) -> {
            // Deviations from the mean so far, whose squares do not cancel: Welford, 1962.
            part.collect(g);
            ops.axpy(-1, mean, g);
            running.seen++;
            running.squares += ops.dot(g, g) * (running.seen - 1) / running.seen;
            ops.axpy(1.0 / running.seen, g, mean);
        });
        double trace = running.squares / (n - 1);
        return new NoiseScale(ops.dot(mean, mean) - trace / n, trace);
    }
}
