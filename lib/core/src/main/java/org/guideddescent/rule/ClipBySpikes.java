package org.guideddescent.rule;

/**
 * Clip a direction whose norm is an outlier among the norms so far.
 * <pre>
 *   n = ‖d‖          z = (n − μ) / (σ + ε)
 *   z > z_max:  d ← d · c / n,  c = μ + z_max² σ / z          else c = n
 *   μ ← α μ + (1 − α) c          σ² ← α σ² + (1 − α) (c − μ)²
 * </pre>
 * The first {@code warmUp} norms clip nothing; μ and σ² begin as their mean and variance. σ² uses the new μ, and no second, fixed
 * bound is laid on the norm, as in the authors' code but for its default bound of one: chain {@link ClipByGlobalNorm}
 * for that. State: 3 numbers. ZClip: Kumar et al., 2025, arXiv:2504.02507.
 *
 * @param alpha α, decay of mean and variance of the norms, in [0, 1)
 * @param zMax the largest z that passes, in standard deviations, positive
 * @param warmUp norms that are only looked at, at least 1
 * @param eps ε, keeps z finite where all norms were equal, positive
 */
public record ClipBySpikes(double alpha, double zMax, int warmUp, double eps) implements Whole {
    /**
     * Refuses a decay outside [0, 1), an empty warm-up, and a z_max or an ε that is not positive.
     *
     * @param alpha α, decay of mean and variance of the norms, in [0, 1)
     * @param zMax the largest z that passes, in standard deviations, positive
     * @param warmUp norms that are only looked at, at least 1
     * @param eps ε, keeps z finite where all norms were equal, positive
     * @throws IllegalArgumentException if one of the four is out of its range
     */
    public ClipBySpikes {
        Require.fraction("alpha", alpha);
        if (!(zMax > 0)) {
            throw new IllegalArgumentException("zMax must be positive, got " + zMax);
        }
        if (warmUp < 1) {
            throw new IllegalArgumentException("warmUp must be at least one step, got " + warmUp);
        }
        if (!(eps > 0)) {
            throw new IllegalArgumentException("eps must be positive, got " + eps);
        }
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var ops = scope.ops();
        var runs = scope.directionRuns();
        var norms = new Norms(slots.doubles("count, mean, variance", 3));
        return step -> {
            double n = Math.sqrt(ops.squares(runs));
            double c = norms.bound(n);
            for (int i = 0; c < n && i < runs.size(); i++) {
                ops.scale(c / n, runs.get(i));
            }
        };
    }

    private final class Norms {
        private final Numbers memory;

        Norms(Numbers memory) {
            this.memory = memory;
        }

        /** What norm a direction of norm n may have; n is then among the norms so far. */
        double bound(double n) {
            double seen = memory.get(0);
            if (seen < warmUp) {
                gather(n, seen + 1);
                return n;
            }
            double mean = memory.get(1);
            double sigma = Math.sqrt(memory.get(2));
            double z = (n - mean) / (sigma + eps);
            double c = z > zMax ? mean + zMax * sigma / (z / zMax) : n;
            double next = alpha * mean + (1 - alpha) * c;
            memory.set(1, next);
            memory.set(2, alpha * memory.get(2) + (1 - alpha) * (c - next) * (c - next));
            return c;
        }

        // Mean and variance of the first k numbers from those of k − 1, which does not cancel as a sum of squares
        // would.
        private void gather(double n, double k) {
            double from = n - memory.get(1);
            double mean = memory.get(1) + from / k;
            memory.set(0, k);
            memory.set(1, mean);
            memory.set(2, memory.get(2) + (from * (n - mean) - memory.get(2)) / k);
        }
    }
}
