package org.guideddescent.spark;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.guideddescent.sweep.Engine;
import org.guideddescent.sweep.Result;
import org.guideddescent.sweep.Trial;
import org.guideddescent.sweep.Work;

/**
 * Trials on the workers of a Spark cluster, in place of {@link org.guideddescent.sweep.LocalPool}: one changed line, and the
 * same results, bit by bit. The experiment may be written in a notebook cell; its classes and the variables that it reads
 * travel with it, as they are when the sweep begins.
 *
 * <p>Each trial is a job of its own with one task, which takes as many cores as the run has threads. If the process of a worker
 * dies, the trials in it are tried again elsewhere, four times in all; one that takes down each process it comes to is a
 * result that failed, and the others do not notice. Each result comes back as its line of JSON as soon as it is there, so
 * a driver that is killed loses only what was running.
 *
 * <p>An interrupt of the calling thread cancels the jobs. Spark allows one context a process: close one engine before
 * another one runs its first sweep.
 */
public final class SparkEngine implements Engine {
    /** Makes a context for runs of so many threads. */
    private final IntFunction<JavaSparkContext> connecting;
    /** Whether the context is ours to end. */
    private final boolean own;

    private Connection connection = Connection.NONE;

    private SparkEngine(IntFunction<JavaSparkContext> connecting, boolean own) {
        this.connecting = connecting;
        this.own = own;
    }

    /**
     * {@return an engine with Spark inside of this process} For trying things out: a pool is faster.
     *
     * @param cores at least 1
     */
    public static SparkEngine local(int cores) {
        if (cores < 1) {
            throw new IllegalArgumentException("a local Spark needs at least one core, got " + cores);
        }
        return at("local[" + cores + "]", Map.of());
    }

    /**
     * {@return an engine on a standalone cluster, whose workers get our jars from this process}
     *
     * @param master such as {@code spark://host:7077}
     */
    public static SparkEngine at(String master) {
        return at(master, Map.of());
    }

    /**
     * {@return an engine on a standalone cluster, with settings of one's own, which win over the engine's}
     *
     * @param master such as {@code spark://host:7077}
     * @param settings by Spark's names, such as {@code spark.executor.memory}: not modified
     */
    public static SparkEngine at(String master, Map<String, String> settings) {
        if (!master.matches("local\\[.+]|spark://[^:/]+:\\d+(,[^:/]+:\\d+)*")) {
            throw new IllegalArgumentException(
                    "a master is spark://host:port, as environment/cluster start prints it, got '" + master
                            + "'; on YARN or Kubernetes use spark-submit and SparkEngine.of(context)");
        }
        var cluster = new Cluster(master, settings);
        return new SparkEngine(cluster::connect, true);
    }

    /**
     * {@return an engine on a context of one's own, such as spark-submit gives; the engine does not close it} Its
     * submitter ships the jars.
     *
     * @param context at work
     */
    public static SparkEngine of(JavaSparkContext context) {
        return new SparkEngine(threads -> Connection.require(context, threads), false);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the experiment cannot travel; the message names the variable that holds it back
     * @throws IllegalStateException if the cluster cannot be reached, or goes away; results that are there are kept
     * @throws CancellationException if this thread was interrupted; it still is
     */
    @Override
    public void run(List<Trial> trials, Work work, Consumer<Result> finished) {
        if (trials.isEmpty()) {
            return;
        }
        var shipped = Shipped.of(work);
        OurLoader.during(() -> {
            new Jobs(context(work.threads()), work).run(trials, shipped, finished);
            return trials;
        });
    }

    /** The context, with as many cores a task as a run has threads; made when first asked for. */
    synchronized JavaSparkContext context(int threads) {
        if (!connection.serves(threads)) {
            close();
            connection = new Connection(connecting.apply(threads), threads);
        }
        return connection.context();
    }

    /** Ends the context, unless it came from outside. */
    @Override
    public synchronized void close() {
        var ending = connection;
        connection = Connection.NONE;
        if (own) {
            ending.close();
        }
    }
}
