package org.guideddescent.kernel.magic;

import java.time.Duration;
import java.util.function.Supplier;

/** Runs a part of the running cell that is stopped after a time. */
@FunctionalInterface
public interface Limits {
    /**
     * {@return the value of the work}
     *
     * @param limit after which the work is stopped
     * @param work part of the running cell
     */
    Object within(Duration limit, Supplier<Object> work);
}
