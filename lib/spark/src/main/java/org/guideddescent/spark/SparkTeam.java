package org.guideddescent.spark;

import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.guideddescent.parallel.Team;
import scala.Function1;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;

/**
 * Starts a data-parallel training on a cluster. A barrier stage runs all ranks at once and exchanges their addresses; then
 * they form a {@link org.guideddescent.parallel.Ring} among themselves and Spark is out of the way, for its own barriers
 * take a second each.
 *
 * <p>If a rank dies, all end and the whole stage begins again, four times in all; a program that saves and loads checkpoints in
 * a place that all workers see goes on from there.
 */
public final class SparkTeam {
    private SparkTeam() {}

    /**
     * What every rank does. It makes its objective and batches itself and returns something small.
     *
     * @param <R> of the result, serializable
     */
    @FunctionalInterface
    public interface Program<R> extends Serializable {
        /**
         * Runs as one rank.
         *
         * @param team this rank's place
         * @return what the driver gets of this rank
         * @throws Exception whatever it is, the rank has failed, and the stage begins again
         */
        R run(Team team) throws Exception;
    }

    /**
     * Runs the program once a rank, all at the same time.
     *
     * @param <R> what a rank returns
     * @param engine the cluster
     * @param ranks processes, or threads of processes with several cores
     * @param threads of each rank, the cores that it takes
     * @param program which travels to the workers
     * @return what the ranks returned, in their order
     * @throws IllegalArgumentException if the program cannot travel
     * @throws IllegalStateException if the cluster has too few cores, or a rank fails each time; the message has its words
     */
    public static <R> List<R> run(SparkEngine engine, int ranks, int threads, Program<R> program) {
        if (ranks < 1) {
            throw new IllegalArgumentException("a team has 1 rank or more, got " + ranks);
        }
        var shipped = Shipped.of(program);
        return OurLoader.during(
                () -> run(engine, ranks, threads, shipped, program.getClass().getClassLoader()));
    }

    /** loader: finds the classes of results, which may be of the program's cell. */
    @SuppressWarnings("CatchingUnchecked") // Scala throws checked exceptions that no signature names.
    private static <R> List<R> run(SparkEngine engine, int ranks, int threads, Shipped shipped, ClassLoader loader) {
        var context = engine.context(threads);
        requireRoom(context, ranks, threads);
        var numbers = IntStream.range(0, ranks).boxed().toList();
        var broadcast = context.broadcast(shipped);
        try {
            var together = atOnce(context.parallelize(numbers, ranks));
            var rank = new Rank(broadcast, UUID.randomUUID().toString(), threads);
            return together.map(rank).collect().stream()
                    .map(result -> SparkTeam.<R>read(result, loader))
                    .toList();
        } catch (Exception e) {
            throw new IllegalStateException("the team of " + ranks + " ranks failed: " + Jobs.why(e), e);
        } finally {
            broadcast.unpersist();
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // It is what a Program<R> returned.
    private static <R> R read(byte[] result, ClassLoader loader) {
        return (R) Shipped.unpacked(result, loader);
    }

    /** Spark would look for the cores for ten minutes. */
    private static void requireRoom(JavaSparkContext context, int ranks, int threads) {
        int cores = context.defaultParallelism();
        if (cores < ranks * threads) {
            throw new IllegalStateException("a team of " + ranks + " ranks with " + threads + " threads each needs "
                    + ranks * threads + " cores at once, and the cluster has " + cores);
        }
    }

    /** The Java interface has no barrier. The function does nothing, so that no class of Scala's collections is touched. */
    private static JavaRDD<Integer> atOnce(JavaRDD<Integer> numbers) {
        var same = (Function1<Iterator<Integer>, Iterator<Integer>> & Serializable) all -> all;
        return JavaRDD.fromRDD(
                numbers.rdd().barrier().mapPartitions(same, false, ClassTag$.MODULE$.apply(Integer.class)),
                ClassTag$.MODULE$.apply(Integer.class));
    }
}
