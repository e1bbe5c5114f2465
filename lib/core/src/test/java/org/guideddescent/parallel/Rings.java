package org.guideddescent.parallel;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Rings whose ranks are threads of this JVM: TCP on the loopback all the same. */
final class Rings {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private Rings() {}

    /** Runs the body at every rank of a ring; as {@link Threads#run}. */
    static <T> List<T> run(int size, Function<Team, T> body) {
        return results(outcomes(size, PATIENCE, body));
    }

    /** What becomes of each rank. */
    static <T> List<Future<T>> outcomes(int size, Duration timeout, Function<Team, T> body) {
        var seats = new ArrayList<Seat>();
        for (int rank = 0; rank < size; rank++) {
            seats.add(Ring.listen("127.0.0.1"));
        }
        List<InetSocketAddress> addresses = seats.stream().map(Seat::address).toList();
        var pool = Executors.newFixedThreadPool(size);
        try {
            var all = new ArrayList<Callable<T>>();
            for (int rank = 0; rank < size; rank++) {
                int mine = rank;
                all.add(() -> {
                    try (var team = seats.get(mine).join(addresses, mine, "a test", timeout)) {
                        return body.apply(team);
                    }
                });
            }
            return pool.invokeAll(all);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdownNow();
        }
    }

    static <T> List<T> results(List<Future<T>> outcomes) {
        var all = new ArrayList<T>();
        for (var outcome : outcomes) {
            try {
                all.add(outcome.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return all;
    }

    /** The sentence with which a rank ended. */
    static TeamException failure(Future<?> outcome) {
        try {
            throw new AssertionError("ended with " + outcome.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TeamException known) {
                return known;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
