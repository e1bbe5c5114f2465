package org.guideddescent.rule;

/**
 * Clip the direction of each parameter on its own, keeping where it points.
 * <pre>  d_p ← d_p · min(1, max / |d_p|)  </pre>
 * |·| is the Euclidean norm or the root mean square. No state. The latter with max = 1 is the update clipping of Adafactor, Shazeer
 * and Stern, 2018, section 6, arXiv:1804.04235.
 *
 * @param max the largest norm that passes, positive
 * @param measure which norm
 */
public record ClipByBlock(double max, Measure measure) implements Whole {
    /** How large a direction of n numbers is. */
    public enum Measure {
        /** √Σ x². */
        NORM {
            @Override
            double of(double squares, long n) {
                return Math.sqrt(squares);
            }
        },
        /** √(Σ x² / n). */
        ROOT_MEAN_SQUARE {
            @Override
            double of(double squares, long n) {
                return Math.sqrt(squares / n);
            }
        };

        abstract double of(double squares, long n);
    }

    /**
     * Refuses a largest norm that is not positive.
     *
     * @param max the largest norm that passes, positive
     * @param measure which norm
     * @throws IllegalArgumentException if max is not above 0
     */
    public ClipByBlock {
        if (!(max > 0)) {
            throw new IllegalArgumentException("clip norm must be positive, got " + max);
        }
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var ops = scope.ops();
        var blocks = scope.params().stream().map(scope::direction).toList();
        return step -> {
            for (int i = 0; i < blocks.size(); i++) {
                var d = blocks.get(i);
                double size = measure.of(ops.dot(d, d), d.length());
                if (size > max) {
                    ops.scale(max / size, d);
                }
            }
        };
    }
}
