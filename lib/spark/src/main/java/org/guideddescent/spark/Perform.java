package org.guideddescent.spark;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.guideddescent.sweep.Trial;
import org.guideddescent.sweep.Work;

/**
 * What a worker does with one trial: unpacks the work in a class loader of its own, and returns the result as its line.
 *
 * @param work the sweep's, with its classes
 */
record Perform(Broadcast<Shipped> work) implements Function<Trial, String> {
    @Override
    public String call(Trial trial) throws Exception {
        return work.value().on(unpacked -> ((Work) unpacked).perform(trial).line());
    }
}
