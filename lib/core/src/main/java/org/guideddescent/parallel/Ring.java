package org.guideddescent.parallel;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.guideddescent.compute.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A team of processes over TCP, each of which sends to the next and receives from the one before:
 * <pre>
 *   step s = 0 … P−2:  send chunk r − s,      receive r − s − 1 and add what is there      (reduce-scatter)
 *   scale chunk r + 1 by 1/P
 *   step s = 0 … P−2:  send chunk r + 1 − s,  receive r − s in place                       (all-gather)
 * </pre>
 * So every rank sends and receives 2 (P − 1)/P of the bytes, whatever P is. What is sent and received at once is interleaved,
 * so full socket buffers stop nobody. Numbers travel in the native order of bytes, which the handshake compares. The
 * connection is neither encrypted nor authenticated beyond a shared word: for a trusted network. Patarasuk and Yuan, 2009,
 * Bandwidth optimal all-reduce algorithms for clusters of workstations.
 */
public final class Ring implements Team {
    private static final int AVERAGE = 1;
    private static final int BROADCAST = 2;

    private final int rank;
    private final int size;
    private final Wire wire;
    private final Ops ops = Ops.current();
    private final Chunks.Kept kept;
    private final Chunks.Kept received;
    private final INDArray nothing = Nd4j.zeros(1);
    private int calls;

    Ring(int rank, int size, Wire wire) {
        this.rank = rank;
        this.size = size;
        this.wire = wire;
        this.kept = new Chunks.Kept(size);
        this.received = new Chunks.Kept(size);
    }

    /**
     * {@return a place in a ring to come, listening on a free port of that host's interface: the way where addresses are
     * exchanged first, as in a barrier stage}
     *
     * @param host by which the other ranks reach this one
     * @throws java.io.UncheckedIOException if it cannot listen there
     */
    public static Seat listen(String host) {
        return Seat.at(new InetSocketAddress(host, 0));
    }

    /**
     * Takes part in a ring whose addresses are known beforehand; see {@link Seat#join}.
     *
     * @param addresses one a rank, the same list everywhere; this rank listens on its own
     * @param rank of this process, from 0
     * @param word the ring's own; whoever does not know it is turned away
     * @param timeout for joining, and later for each time that nothing arrives or leaves
     * @return this rank's place in the ring
     */
    public static Team join(List<InetSocketAddress> addresses, int rank, String word, Duration timeout) {
        Chunks.requireRank(rank, addresses.size());
        return Seat.at(addresses.get(rank)).join(addresses, rank, word, timeout);
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public double average(INDArray values, double number) {
        var mine = kept.like(values);
        var theirs = received.like(values);
        ops.copy(values, mine.whole);
        wire.begin(AVERAGE, calls++, mine.bytes.capacity());
        double sum = number;
        for (int s = 0; s < size - 1; s++) {
            int out = Math.floorMod(rank - s, size);
            int in = Math.floorMod(rank - s - 1, size);
            // The sum of the numbers travels with chunk 0, and so is taken in its order.
            double passed = wire.exchange(mine, out, out == 0 ? sum : 0, theirs, in);
            sum = in == 0 ? passed + number : sum;
            if (!mine.isEmpty(in)) {
                ops.axpy(1, theirs.window(in), mine.window(in));
            }
        }
        int own = (rank + 1) % size;
        if (!mine.isEmpty(own)) {
            ops.scale(1.0 / size, mine.window(own));
        }
        double mean = sum / size;
        for (int s = 0; s < size - 1; s++) {
            int out = Math.floorMod(rank + 1 - s, size);
            int in = Math.floorMod(rank - s, size);
            double passed = wire.exchange(mine, out, out == 0 ? mean : 0, mine, in);
            mean = in == 0 ? passed : mean;
        }
        ops.copy(mine.whole, values);
        return mean;
    }

    @Override
    public void broadcast(int owner, INDArray values) {
        Chunks.requireRank(owner, size);
        var chunks = kept.like(values);
        wire.begin(BROADCAST + owner, calls++, chunks.bytes.capacity());
        if (owner == rank) {
            ops.copy(values, chunks.whole);
            wire.send(chunks);
        } else {
            wire.relay(chunks, (rank + 1) % size != owner);
            ops.copy(chunks.whole, values);
        }
    }

    @Override
    public void barrier() {
        average(nothing, 0);
    }

    @Override
    public void close() {
        wire.close();
    }
}
