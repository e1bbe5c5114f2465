package org.guideddescent.rule;

/**
 * Clip the direction to a ball, keeping where it points.
 * <pre>  d ← d · min(1, max / ‖d‖₂)  </pre>
 * The norm is over the whole scope. No state. Pascanu et al., 2013, Algorithm 1, arXiv:1211.5063.
 *
 * @param max the largest norm that passes, positive
 */
public record ClipByGlobalNorm(double max) implements Whole {
    /**
     * Refuses a largest norm that is not positive.
     *
     * @param max the largest norm that passes, positive
     * @throws IllegalArgumentException if max is not above 0
     */
    public ClipByGlobalNorm {
        if (!(max > 0)) {
            throw new IllegalArgumentException("clip norm must be positive, got " + max);
        }
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var ops = scope.ops();
        var runs = scope.directionRuns();
        return step -> {
            double norm = Math.sqrt(ops.squares(runs));
            if (norm > max) {
                for (int i = 0; i < runs.size(); i++) {
                    ops.scale(max / norm, runs.get(i));
                }
            }
        };
    }
}
