package org.guideddescent.parallel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;

/** A rank that listens and has not joined its {@link Ring} yet. */
public final class Seat implements AutoCloseable {
    private final ServerSocketChannel server;
    private final InetSocketAddress address;

    private Seat(ServerSocketChannel server, InetSocketAddress address) {
        this.server = server;
        this.address = address;
    }

    static Seat at(InetSocketAddress wanted) {
        if (wanted.isUnresolved()) {
            throw new IllegalArgumentException("no host is known as '" + wanted.getHostString() + "'");
        }
        ServerSocketChannel server = null;
        try {
            server = ServerSocketChannel.open();
            server.bind(wanted);
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            return new Seat(server, new InetSocketAddress(wanted.getHostString(), port));
        } catch (IOException e) {
            Wire.closeQuietly(server);
            throw new UncheckedIOException("cannot listen on " + wanted + ": " + e.getMessage(), e);
        }
    }

    /** {@return the address where this rank listens, which the other ranks need} */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Connects to the next rank, waits for the one before, and stops listening.
     *
     * @param addresses one a rank, the same list everywhere, with {@link #address} at this rank's place
     * @param rank of this process, from 0
     * @param word the ring's own; whoever does not know it is turned away, and the ring waits on
     * @param timeout for joining, and later for each time that nothing arrives or leaves: longer than the slowest step of
     *     the slowest rank
     * @return this rank's place in the ring
     * @throws TeamException if a rank is not there in time, or belongs to a ring of another size or version
     */
    public Team join(List<InetSocketAddress> addresses, int rank, String word, Duration timeout) {
        int size = addresses.size();
        Chunks.requireRank(rank, size);
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout must be a millisecond or more, got " + timeout);
        }
        try (this) {
            if (size == 1) {
                return Team.ALONE;
            }
            return new Ring(rank, size, new Handshake(server, addresses, rank, word, timeout).shake());
        }
    }

    /** Stops listening; needed only if the ring is not joined. */
    @Override
    public void close() {
        Wire.closeQuietly(server);
    }
}
