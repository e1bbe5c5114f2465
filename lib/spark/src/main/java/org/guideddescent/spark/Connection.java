package org.guideddescent.spark;

import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A context, if there is one, and the cores of each of its tasks, which it has for life.
 *
 * @param open the context
 * @param threads of a task
 */
record Connection(Optional<JavaSparkContext> open, int threads) {
    static final Connection NONE = new Connection(Optional.empty(), 0);

    Connection(JavaSparkContext context, int threads) {
        this(Optional.of(context), threads);
    }

    /** The context itself, if its tasks have the cores of a run. */
    static JavaSparkContext require(JavaSparkContext context, int threads) {
        int cores = context.getConf().getInt("spark.task.cpus", 1);
        if (cores < threads) {
            throw new IllegalArgumentException("a run has " + threads + " threads, but a task of this context has "
                    + cores + " cores; submit with --conf spark.task.cpus=" + threads);
        }
        return context;
    }

    boolean serves(int wanted) {
        return open.isPresent() && threads == wanted && !context().sc().isStopped();
    }

    JavaSparkContext context() {
        return open.orElseThrow();
    }

    void close() {
        open.ifPresent(JavaSparkContext::close);
    }
}
