package org.guideddescent.schedule;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A schedule that begins later.
 * <pre>  at(t) = then(max(t − first + 1, 1))  </pre>
 * Before and at t = first the value is then(1).
 */
public record From(long first, Schedule then) implements Schedule {
    public From {
        Check.atLeast(1, "first step", first);
        Objects.requireNonNull(then, "a delay needs a schedule that follows it");
    }

    @Override
    public double at(long t) {
        return then.at(Math.max(t - first + 1, 1));
    }

    @Override
    public OptionalLong horizon() {
        return Check.after(first - 1, then.horizon());
    }
}
