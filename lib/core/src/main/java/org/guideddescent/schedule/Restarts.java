package org.guideddescent.schedule;

import java.util.OptionalLong;

/**
 * Warm restarts: half cosines from peak to floor, one after the other, each longer than the one before.
 * <pre>
 *   period i = 0, 1, …, cycles − 1 takes period growthⁱ steps
 *   at(t) = floor + (peak − floor) (1 + cos πu) / 2          u = (steps into the period − 1) / (its steps)
 * </pre>
 * The value is peak at the first step of each period; a period ends one step short of floor, which is reached at t =
 * {@link #steps()} + 1 and kept. With one cycle it is {@link Cosine}. Loshchilov and Hutter, 2017, arXiv:1608.03983, whose
 * T₀ and T_mult are period and growth.
 *
 * @param peak the value at the first step of each period, finite
 * @param floor the value behind the last period, at most the peak
 * @param period steps of the first period, at least 1
 * @param growth how many times as long as the one before each period is, at least 1
 * @param cycles how many periods, at least 1
 */
public record Restarts(double peak, double floor, long period, int growth, int cycles) implements Schedule {
    /**
     * Refuses a floor above the peak, empty periods, and more steps than a run can have.
     *
     * @param peak the value at the first step of each period, finite
     * @param floor the value behind the last period, at most the peak
     * @param period steps of the first period, at least 1
     * @param growth how many times as long as the one before each period is, at least 1
     * @param cycles how many periods, at least 1
     * @throws IllegalArgumentException if a value or a count is out of its range, or the steps of all periods exceed 2⁶³ − 1
     */
    public Restarts {
        Check.finite("peak", peak);
        Check.finite("floor", floor);
        Check.atLeast(1, "period", period);
        Check.atLeast(1, "growth", growth);
        Check.atLeast(1, "cycles", cycles);
        Check.notAbove("floor", floor, "peak", peak);
        try {
            length(period, growth, cycles);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    cycles + " cycles from " + period + " steps, each " + growth
                            + " times the one before, are more steps than a run can have; take fewer cycles",
                    e);
        }
    }

    /** {@return the steps of all periods together} */
    public long steps() {
        return length(period, growth, cycles);
    }

    private static long length(long period, int growth, int cycles) {
        if (growth == 1) {
            return Math.multiplyExact(period, (long) cycles);
        }
        long all = 0;
        long next = period;
        for (int i = 0; i < cycles; i++) {
            all = Math.addExact(all, next);
            next = i + 1 < cycles ? Math.multiplyExact(next, (long) growth) : next;
        }
        return all;
    }

    @Override
    public double at(long t) {
        if (t > steps()) {
            return floor;
        }
        long past = Math.max(t - 1, 0);
        long length = period;
        if (growth == 1) {
            past %= period;
        } else {
            while (past >= length) {
                past -= length;
                length *= growth;
            }
        }
        return Cooldown.COSINE.between(peak, floor, past / (double) length);
    }

    @Override
    public OptionalLong horizon() {
        return OptionalLong.of(steps());
    }
}
