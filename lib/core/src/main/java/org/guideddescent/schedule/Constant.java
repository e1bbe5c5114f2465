package org.guideddescent.schedule;

/** The same rate at every step. */
public record Constant(double rate) implements Schedule {
    public Constant {
        Check.finite("rate", rate);
    }

    @Override
    public double at(long t) {
        return rate;
    }
}
