package org.guideddescent.kernel.magic;

import java.time.Duration;
import java.util.function.Supplier;

/** Runs a part of the running cell that is stopped after a time. */
@FunctionalInterface
public interface Limits {
    /** The value of the work. */
    Object within(Duration limit, Supplier<Object> work);
}
