package org.guideddescent.rule;

import java.util.List;
import java.util.stream.IntStream;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * LAWA, latest weight averaging: the mean of the last k checkpoints; training does not notice.
 * <pre>  x = (θ_t + θ_{t−e} + … + θ_{t−(k−1)e}) / k          t: the last step so far that e divides  </pre>
 * With fewer than k checkpoints the mean is theirs; before the first, the weights to judge by are the training weights. State: a
 * ring of the k checkpoints (k numbers per parameter) and their count. Kaddour, 2022, arXiv:2209.14981.
 *
 * @param rule moves the weights that are averaged
 * @param k how many checkpoints
 * @param every e, steps from one to the next
 */
public record LatestAverage(Transform rule, int k, long every) implements Around {
    /**
     * Refuses a mean of no checkpoint and a spacing below one step.
     *
     * @param rule moves the weights that are averaged
     * @param k how many checkpoints
     * @param every e, steps from one to the next
     * @throws IllegalArgumentException if one of the two numbers is below 1
     */
    public LatestAverage {
        Require.atLeast("checkpoints averaged", 1, k);
        Require.atLeast("steps between two checkpoints", 1, every);
    }

    @Override
    public List<Transform> inner() {
        return List.of(rule);
    }

    @Override
    public Mode mode() {
        return Mode.DRIVE;
    }

    @Override
    public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
        var ops = scope.ops();
        var pieces = scope.pieces();
        var taken = slots.doubles("taken", 1);
        List<List<INDArray>> ring = IntStream.range(0, k)
                .mapToObj(i -> slots.zeros("checkpoint" + i, scope.size()))
                .map(a -> pieces.stream().map(p -> p.of(a)).toList())
                .toList();
        return new Stepper() {
            @Override
            public void apply(Step step) {
                inner.get(0).apply(step);
                if (step.t() % every == 0) {
                    var oldest = ring.get((int) (taken.get(0) % k));
                    for (int i = 0; i < pieces.size(); i++) {
                        ops.copy(pieces.get(i).theta(), oldest.get(i));
                    }
                    taken.add(0, 1);
                }
            }

            @Override
            public boolean averages() {
                return true;
            }

            @Override
            public void readOut(ParamVector weights) {
                int n = (int) Math.min(taken.get(0), k);
                for (int i = 0; n > 0 && i < pieces.size(); i++) {
                    var x = pieces.get(i).of(weights);
                    ops.copy(ring.get(0).get(i), x);
                    for (int j = 1; j < n; j++) {
                        ops.axpy(1, ring.get(j).get(i), x);
                    }
                    ops.scale(1.0 / n, x);
                }
            }
        };
    }
}
