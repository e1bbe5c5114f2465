package org.guideddescent.optimizers;

import org.guideddescent.linalg.Tally;
import org.guideddescent.rule.Numbers;

/** A count kept as number {@code at} of a rule's state. */
record Counted(Numbers numbers, int at) implements Tally {
    @Override
    public double get() {
        return numbers.get(at);
    }

    @Override
    public void set(double count) {
        numbers.set(at, count);
    }
}
