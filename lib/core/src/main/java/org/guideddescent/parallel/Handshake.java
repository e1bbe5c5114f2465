package org.guideddescent.parallel;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How neighbors of a {@link Ring} get to know each other. Each connects to the next, which works before that one accepts, so
 * nobody waits in a circle; then each looks at who comes from the rank before:
 * <pre>
 *   there:  "guided-descent ring 1 LITTLE_ENDIAN", SHA-256 of the word, size, rank
 *   back:   "" for welcome, else a sentence
 * </pre>
 * Who speaks otherwise or does not know the word is turned away, and the next one is heard. Who knows it but has another
 * size, place or version is an error on both sides.
 */
final class Handshake {
    private static final String GREETING = "guided-descent ring 1 " + ByteOrder.nativeOrder();
    private static final int PATIENCE_MILLIS = 2000;
    private static final int RETRY_MILLIS = 20;

    private final ServerSocketChannel server;
    private final List<InetSocketAddress> addresses;
    private final int rank;
    private final int size;
    private final byte[] word;
    private final Duration timeout;
    private final long deadline;

    Handshake(ServerSocketChannel server, List<InetSocketAddress> addresses, int rank, String word, Duration timeout) {
        this.server = server;
        this.addresses = addresses;
        this.rank = rank;
        this.size = addresses.size();
        this.word = digest(word);
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    Wire shake() {
        int before = Math.floorMod(rank - 1, size);
        SocketChannel next = null;
        SocketChannel previous = null;
        try {
            next = connect();
            greet(next);
            previous = accept(before);
            hearBack(next);
            return new Wire(rank, size, addresses, previous, next, timeout);
        } catch (IOException e) {
            closeBoth(next, previous);
            throw new TeamException(
                    (rank + 1) % size, "rank " + rank + " could not join its ring: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            closeBoth(next, previous);
            throw e;
        }
    }

    private static void closeBoth(SocketChannel next, SocketChannel previous) {
        Wire.closeQuietly(next);
        Wire.closeQuietly(previous);
    }

    private SocketChannel connect() throws IOException {
        int after = (rank + 1) % size;
        var to = addresses.get(after);
        // Resolved anew: the list may have been made where the name was not known.
        var resolved = new InetSocketAddress(to.getHostString(), to.getPort());
        while (true) {
            var channel = SocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.socket().connect(resolved, (int) Math.min(left(after, "does not listen"), Integer.MAX_VALUE));
                return channel;
            } catch (IOException e) {
                channel.close();
                left(after, "could not be reached (" + e.getMessage() + ")");
                pause(after);
            } catch (RuntimeException e) {
                channel.close();
                throw e;
            }
        }
    }

    private void pause(int after) {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TeamException(rank, "interrupted while connecting to rank " + after, e);
        }
    }

    private void greet(SocketChannel next) throws IOException {
        var out = new DataOutputStream(next.socket().getOutputStream());
        out.writeUTF(GREETING);
        out.write(word);
        out.writeInt(size);
        out.writeInt(rank);
        out.flush();
    }

    private SocketChannel accept(int before) throws IOException {
        while (true) {
            server.socket().setSoTimeout((int) Math.min(left(before, "has not come"), Integer.MAX_VALUE));
            SocketChannel channel;
            try {
                channel = server.socket().accept().getChannel();
            } catch (SocketTimeoutException e) {
                left(before, "has not come");
                continue;
            }
            try {
                if (isWelcome(channel, before)) {
                    return channel;
                }
            } catch (IOException e) {
                // A stranger who does not know how to speak; the rank before may still come.
                channel.close();
                continue;
            } catch (RuntimeException e) {
                channel.close();
                throw e;
            }
            channel.close();
        }
    }

    /** Answers, and returns whether the caller is the rank before; throws if it is one of ours at the wrong place. */
    private boolean isWelcome(SocketChannel channel, int before) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.socket().setSoTimeout((int) Math.min(PATIENCE_MILLIS, timeout.toMillis()));
        var in = new DataInputStream(channel.socket().getInputStream());
        var out = new DataOutputStream(channel.socket().getOutputStream());
        var greeting = in.readUTF();
        var theirs = in.readNBytes(word.length);
        if (!greeting.startsWith("guided-descent ring") || !MessageDigest.isEqual(theirs, word)) {
            out.writeUTF("this is rank " + rank + " of another ring: the word is not the same");
            return false;
        }
        int theirSize = in.readInt();
        int theirRank = in.readInt();
        var wrong = wrong(greeting, theirSize, theirRank, before);
        out.writeUTF(wrong.orElse(""));
        if (wrong.isPresent()) {
            throw new TeamException(theirRank, wrong.get());
        }
        return true;
    }

    private Optional<String> wrong(String greeting, int theirSize, int theirRank, int before) {
        if (!greeting.equals(GREETING)) {
            return Optional.of("rank " + theirRank + " speaks '" + greeting + "' but rank " + rank + " speaks '"
                    + GREETING + "'; all ranks need one version of the library and one byte order");
        }
        if (theirSize != size) {
            return Optional.of("rank " + theirRank + " has a ring of " + theirSize + " but rank " + rank + " one of "
                    + size + "; all ranks need the same list of addresses");
        }
        if (theirRank != before) {
            return Optional.of("rank " + theirRank + " came to rank " + rank + ", which waits for rank " + before
                    + "; all ranks need the same list of addresses and a rank of their own");
        }
        return Optional.empty();
    }

    private void hearBack(SocketChannel next) throws IOException {
        int after = (rank + 1) % size;
        next.socket().setSoTimeout((int) Math.min(left(after, "has not answered"), Integer.MAX_VALUE));
        try {
            var answer = new DataInputStream(next.socket().getInputStream()).readUTF();
            if (!answer.isEmpty()) {
                throw new TeamException(after, answer);
            }
        } catch (SocketTimeoutException e) {
            throw late(after, "has not answered");
        } catch (IOException e) {
            throw new TeamException(after, Wire.name(after, addresses) + " hung up: " + e.getMessage(), e);
        }
    }

    /** Milliseconds left to join. Throws if there are none. */
    private long left(int whom, String what) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis < 1) {
            throw late(whom, what);
        }
        return millis;
    }

    private TeamException late(int whom, String what) {
        return new TeamException(
                whom, Wire.name(whom, addresses) + " " + what + " within " + timeout.toMillis() + " ms");
    }

    private static byte[] digest(String word) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
