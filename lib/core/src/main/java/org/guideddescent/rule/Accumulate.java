package org.guideddescent.rule;

import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.load;

import java.util.List;
import org.guideddescent.compute.Program;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Accumulation: one step of the rule inside on the mean gradient of k micro-batches.
 * <pre>
 *   call 1 … k−1:  s ← s + g            nothing else changes
 *   call k:        d ← (s + g) / k      s ← 0, and the rule inside steps
 * </pre>
 * The rule inside sees the mean loss too. Its t counts the steps it takes, and so do all schedules over it, wherever they
 * stand. An oracle that it asks knows the last micro-batch only. State: s (1 number per parameter), and three numbers in
 * double; a window that is not full survives a checkpoint. Folklore.
 *
 * @param k micro-batches a step, at least 1
 * @param rule steps once every k calls
 */
public record Accumulate(int k, Transform rule) implements Around {
    /**
     * Refuses a window of no micro-batch.
     *
     * @param k micro-batches a step, at least 1
     * @param rule steps once every k calls
     * @throws IllegalArgumentException if k is below 1
     */
    public Accumulate {
        Require.atLeast("micro-batches a step", 1, k);
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
        var sum = slots.zeros("sum", scope.size());
        var gathered = slots.doubles("gathered", 1);
        var losses = slots.doubles("losses", 1);
        var taken = slots.doubles("taken", 1);
        var pieces = scope.pieces();
        var sums = pieces.stream().map(p -> p.of(sum)).toList();
        var mean = new Program(
                2,
                0,
                List.of(
                        new Program.Write(0, load(1).plus(load(0)).over(constant(k))),
                        new Program.Write(1, constant(0))));
        var average = scope.compile(mean, p -> new INDArray[] {p.direction(), p.of(sum)});
        var none = new double[0];
        var rule = inner.get(0);
        return step -> {
            gathered.add(0, 1);
            losses.add(0, step.loss());
            if (gathered.get(0) < k) {
                for (int i = 0; i < sums.size(); i++) {
                    ops.axpy(1, pieces.get(i).direction(), sums.get(i));
                }
                return;
            }
            average.run(none);
            taken.add(0, 1);
            var whole = new Step((long) taken.get(0), losses.get(0) / k, step.asked());
            gathered.set(0, 0);
            losses.set(0, 0);
            rule.apply(whole);
        };
    }
}
