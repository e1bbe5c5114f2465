package org.guideddescent.rule;

import java.util.List;

/**
 * A monitor: reads norms where it stands in a chain, and changes nothing.
 * <pre>  ‖d‖₂          ‖θ‖₂          ‖η d‖₂ / ‖θ‖₂, zero where θ is  </pre>
 * They are state, in double, under the monitor's name with "direction", "weights" and "ratio" behind it; see {@code
 * Optimizer.state()}. The rate is the whole one of the step. For the norms of each parameter by itself write {@code
 * everyParameter(monitor(…))}.
 *
 * @param name what its numbers are found by, not blank
 */
public record Monitor(String name) implements Whole {
    /**
     * Refuses a blank name.
     *
     * @param name what its numbers are found by, not blank
     * @throws IllegalArgumentException if the name is blank
     */
    public Monitor {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a monitor needs a name");
        }
    }

    @Override
    public Stepper bind(Scope scope, Slots slots) {
        return new Norms(scope, slots.in(name));
    }

    /** Reads the norms of the moment. */
    static final class Norms implements Stepper {
        private final Scope scope;
        private final List<Piece> pieces;
        private final Numbers direction;
        private final Numbers weights;
        private final Numbers ratio;

        Norms(Scope scope, Slots slots) {
            this.scope = scope;
            pieces = scope.pieces();
            direction = slots.doubles("direction", 1);
            weights = slots.doubles("weights", 1);
            ratio = slots.doubles("ratio", 1);
        }

        @Override
        public void apply(Step step) {
            double d2 = 0;
            double theta2 = 0;
            double moved2 = 0;
            for (int i = 0; i < pieces.size(); i++) {
                var piece = pieces.get(i);
                double square = scope.ops().dot(piece.direction(), piece.direction());
                double eta = piece.rate().applyAsDouble(step.t());
                d2 += square;
                moved2 += eta * eta * square;
                theta2 += scope.ops().dot(piece.theta(), piece.theta());
            }
            direction.set(0, Math.sqrt(d2));
            weights.set(0, Math.sqrt(theta2));
            ratio.set(0, theta2 > 0 ? Math.sqrt(moved2 / theta2) : 0);
        }
    }
}
