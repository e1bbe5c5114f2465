package org.guideddescent.rule;

import java.util.List;

/**
 * Skip steps whose loss or gradient is not finite.
 * <pre>  finite: the rule inside steps          else: nothing changes but the counts  </pre>
 * The rule inside counts good steps only. After so many bad ones in a row the next is an error; weights, state and counts
 * are then as before it. Must be the outermost rule, for nothing else is shown such a gradient. State: three counts in
 * double, of good steps, of skipped ones, and of those skipped last in a row.
 *
 * @param rule takes the steps that are finite
 * @param tolerated bad steps in a row that are no error, at least 1
 */
public record SkipNonFinite(Transform rule, int tolerated) implements Around {
    /**
     * Refuses to tolerate no bad step.
     *
     * @param rule takes the steps that are finite
     * @param tolerated bad steps in a row that are no error, at least 1
     * @throws IllegalArgumentException if fewer than 1 is tolerated
     */
    public SkipNonFinite {
        Require.atLeast("tolerated steps in a row", 1, tolerated);
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
        var directions = scope.directionRuns();
        var good = slots.doubles("good", 1);
        var skipped = slots.doubles("skipped", 1);
        var inARow = slots.doubles("inARow", 1);
        return new Stepper() {
            @Override
            public void apply(Step step) {
                if (finite(step.loss())) {
                    good.add(0, 1);
                    inARow.set(0, 0);
                    inner.get(0).apply(step.at((long) good.get(0)));
                } else if (inARow.get(0) >= tolerated) {
                    throw new ArithmeticException("loss " + step.loss() + " or its gradient is not finite at step "
                            + step.t() + ", as in the " + tolerated
                            + " steps before, which is all that skipNonFinite tolerates in a row");
                } else {
                    skipped.add(0, 1);
                    inARow.add(0, 1);
                }
            }

            private boolean finite(double loss) {
                boolean finite = Double.isFinite(loss);
                for (int i = 0; finite && i < directions.size(); i++) {
                    finite = ops.isFinite(directions.get(i));
                }
                return finite;
            }

            @Override
            public boolean seesNonFinite() {
                return true;
            }
        };
    }
}
