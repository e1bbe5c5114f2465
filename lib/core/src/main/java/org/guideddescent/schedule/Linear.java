package org.guideddescent.schedule;

import java.util.OptionalLong;

/**
 * A straight line.
 * <pre>  at(t) = from + (to − from) u          u = min((t − 1) / steps, 1)  </pre>
 * The value is {@code from} at t = 1 and exactly {@code to} from t = steps + 1 on.
 */
public record Linear(double from, double to, long steps) implements Schedule {
    public Linear {
        Check.finite("from", from);
        Check.finite("to", to);
        Check.atLeast(1, "steps", steps);
    }

    @Override
    public double at(long t) {
        double u = Check.progress(t, steps);
        return from * (1 - u) + to * u;
    }

    @Override
    public OptionalLong horizon() {
        return OptionalLong.of(steps);
    }
}
