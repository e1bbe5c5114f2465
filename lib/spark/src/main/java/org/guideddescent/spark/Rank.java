package org.guideddescent.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.guideddescent.compute.ThreadBudget;
import org.guideddescent.parallel.Ring;

/**
 * One rank of a team on a worker: it listens, tells the others where, joins their ring and runs the program.
 *
 * @param program of all ranks, with its classes
 * @param word of this ring
 * @param threads of the rank
 */
record Rank(Broadcast<Shipped> program, String word, int threads) implements Function<Integer, byte[]> {
    /** For joining and for each step: longer than the slowest one of the slowest rank. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public byte[] call(Integer rank) throws Exception {
        return program.value().on(unpacked -> written(run((SparkTeam.Program<?>) unpacked, rank)));
    }

    private <R> R run(SparkTeam.Program<R> program, int rank) throws Exception {
        var barrier = BarrierTaskContext.get();
        var seat = Ring.listen(host(barrier.getTaskInfos()[rank].address()));
        var addresses = addresses(barrier.allGather(
                seat.address().getHostString() + ":" + seat.address().getPort()));
        try (var budget = ThreadBudget.of(threads)) {
            return budget.run(() -> {
                try (var team = seat.join(addresses, rank, word, PATIENCE)) {
                    return program.run(team);
                }
            });
        }
    }

    /** An executor's address has its own port behind it. */
    private static String host(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    private static List<InetSocketAddress> addresses(String[] told) {
        return Stream.of(told)
                .map(one -> new InetSocketAddress(
                        host(one), Integer.parseInt(one.substring(host(one).length() + 1))))
                .toList();
    }

    private static byte[] written(Object result) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(result);
            out.writeBoolean(false);
        }
        return bytes.toByteArray();
    }
}
