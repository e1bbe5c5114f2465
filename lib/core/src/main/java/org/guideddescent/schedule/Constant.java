package org.guideddescent.schedule;

import java.util.OptionalLong;

/** The same rate at every step. */
public record Constant(double rate) implements Schedule {
    public Constant {
        Check.finite("rate", rate);
    }

    @Override
    public double at(long t) {
        return rate;
    }

    @Override
    public OptionalLong horizon() {
        return OptionalLong.of(0);
    }
}
