package org.guideddescent.rule;

import java.util.List;
import java.util.Optional;

/**
 * One rule on many matrices, phase by phase, so that what one matrix waits for is done while others are prepared. A failure of
 * one is thrown after all have had their turn: work that has begun must end, or colleagues would be left with other states.
 */
record Together(List<Stepper> each) implements Stepper {
    @Override
    public void apply(Step step) {
        for (int i = 0; i < each.size(); i++) {
            each.get(i).prepare(step);
        }
        Optional<ArithmeticException> failure = Optional.empty();
        for (int i = 0; i < each.size(); i++) {
            try {
                each.get(i).apply(step);
            } catch (ArithmeticException e) {
                failure = failure.isPresent() ? failure : Optional.of(e);
            }
        }
        for (int i = 0; i < each.size(); i++) {
            try {
                each.get(i).conclude(step);
            } catch (ArithmeticException e) {
                failure = failure.isPresent() ? failure : Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
