package org.guideddescent.rule;

import java.util.List;

/** One rule on many matrices, phase by phase, so that what one matrix waits for is done while others are prepared. */
record Together(List<Stepper> each) implements Stepper {
    @Override
    public void apply(Step step) {
        for (int i = 0; i < each.size(); i++) {
            each.get(i).prepare(step);
        }
        for (int i = 0; i < each.size(); i++) {
            each.get(i).apply(step);
        }
        for (int i = 0; i < each.size(); i++) {
            each.get(i).conclude(step);
        }
    }
}
