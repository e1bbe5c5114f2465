package org.guideddescent.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.guideddescent.sweep.ResultStore;
import org.guideddescent.sweep.Sweep;

/** The main class of a sweep that spark-submit starts. */
public final class SubmittedSweep {
    private SubmittedSweep() {}

    /** arguments: the folder of the store. */
    public static void main(String[] arguments) {
        try (var context = new JavaSparkContext(new SparkConf());
                var engine = SparkEngine.of(context)) {
            sweep(arguments[0]).run(engine);
        }
    }

    static Sweep sweep(String store) {
        return Sweep.of("submitted", Experiments.PLAN, Experiments::trainSlowly).into(ResultStore.open(store));
    }
}
