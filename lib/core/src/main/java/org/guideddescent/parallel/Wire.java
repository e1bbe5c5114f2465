package org.guideddescent.parallel;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The two connections of a rank of a {@link Ring}. Before the bytes of a message goes its head: kind of the call, how many calls
 * came before, bytes of the whole array, one number. The backward direction of a connection carries at most one farewell in
 * its life: the rank that is lost, so that those who do not see it fall know whom to name; or that the sender leaves, and after how
 * many calls. A connection that ends without one is that of a rank that died.
 */
final class Wire {
    private static final int HEAD = 24;
    private static final long FAREWELL_NANOS = 5_000_000_000L;
    private static final int LEFT = Integer.MIN_VALUE;

    private final int rank;
    private final int before;
    private final int after;
    private final List<InetSocketAddress> addresses;
    private final SocketChannel previous;
    private final SocketChannel next;
    private final long timeout;
    private final Selector selector;
    private final SelectionKey reading;
    private final SelectionKey writing;
    private final ByteBuffer headOut = ByteBuffer.allocateDirect(HEAD);
    private final ByteBuffer headIn = ByteBuffer.allocateDirect(HEAD);
    private final ByteBuffer[] out = {headOut, headOut};
    private final ByteBuffer[] in = {headIn, headIn};
    private final ByteBuffer farewell = ByteBuffer.allocateDirect(2 * Integer.BYTES);
    private Optional<TeamException> over = Optional.empty();
    private boolean nextIsGone;
    private int kind;
    private int call = -1;
    private int bytes;

    Wire(
            int rank,
            int size,
            List<InetSocketAddress> addresses,
            SocketChannel previous,
            SocketChannel next,
            Duration timeout)
            throws IOException {
        this.rank = rank;
        this.before = Math.floorMod(rank - 1, size);
        this.after = (rank + 1) % size;
        this.addresses = List.copyOf(addresses);
        this.previous = previous;
        this.next = next;
        this.timeout = timeout.toNanos();
        previous.configureBlocking(false);
        next.configureBlocking(false);
        selector = Selector.open();
        reading = previous.register(selector, 0);
        writing = next.register(selector, 0);
    }

    /** What the messages to come belong to. */
    void begin(int newKind, int newCall, int newBytes) {
        if (over.isPresent()) {
            throw over.get();
        }
        kind = newKind;
        call = newCall;
        bytes = newBytes;
    }

    /** Sends one chunk with a number while it receives another; returns the number that came with that. */
    double exchange(Chunks from, int outgoing, double number, Chunks to, int incoming) {
        head(number);
        out[1] = from.bytes.clear().position(from.byteFrom(outgoing)).limit(from.byteTo(outgoing));
        // Of one array, out and in are different windows of it.
        in[1] = from == to ? to.other.clear() : to.bytes.clear();
        in[1].limit(to.byteTo(incoming)).position(to.byteFrom(incoming));
        headIn.clear();
        transfer(true, true, false);
        return headIn.getDouble(2 * Integer.BYTES + Long.BYTES);
    }

    /** Sends a whole array. */
    void send(Chunks chunks) {
        head(0);
        out[1] = chunks.bytes.clear();
        transfer(true, false, false);
    }

    /** Receives a whole array, and passes it on while it comes. */
    void relay(Chunks chunks, boolean onwards) {
        head(0);
        in[1] = chunks.bytes.clear();
        out[1] = chunks.other.clear().limit(0);
        headIn.clear();
        transfer(onwards, true, true);
    }

    private void head(double number) {
        headOut.clear();
        headOut.putInt(kind).putInt(call).putLong(bytes).putDouble(number).flip();
    }

    private void transfer(boolean sending, boolean receiving, boolean relaying) {
        boolean known = !receiving;
        long quiet = System.nanoTime();
        while (true) {
            long moved = 0;
            if (receiving && remaining(in)) {
                moved += read();
                known = known || isKnown();
            }
            if (relaying) {
                out[1].limit(in[1].position());
            }
            if (sending && remaining(out)) {
                moved += write();
            }
            boolean waits = receiving && remaining(in);
            boolean owes = sending && (remaining(out) || (waits && relaying));
            if (!waits && !owes) {
                return;
            }
            if (moved > 0) {
                quiet = System.nanoTime();
            } else {
                await(waits, sending && remaining(out), quiet);
            }
        }
    }

    private static boolean remaining(ByteBuffer[] buffers) {
        return buffers[0].hasRemaining() || buffers[1].hasRemaining();
    }

    private long read() {
        try {
            long n = previous.read(in);
            if (n < 0) {
                throw lost(before, "has closed its connection", Optional.empty());
            }
            return n;
        } catch (IOException e) {
            throw lost(before, "is lost (" + e.getMessage() + ")", Optional.of(e));
        }
    }

    private long write() {
        try {
            return next.write(out);
        } catch (IOException e) {
            throw lost(after, "is lost (" + e.getMessage() + ")", Optional.of(e));
        }
    }

    /** Whether the head of the message has come; refuses one that belongs to another call. */
    private boolean isKnown() {
        if (headIn.hasRemaining()) {
            return false;
        }
        int theirKind = headIn.getInt(0);
        int theirCall = headIn.getInt(Integer.BYTES);
        long theirBytes = headIn.getLong(2 * Integer.BYTES);
        if (theirKind != kind || theirCall != call || theirBytes != bytes) {
            throw end(
                    new TeamException(
                            before,
                            name(before, addresses) + " " + what(theirKind, theirBytes) + " in call " + theirCall
                                    + " while this one " + what(kind, bytes) + " in call " + call
                                    + "; all ranks must run the same program"),
                    -1 - before);
        }
        return true;
    }

    private static String what(int kind, long bytes) {
        return (kind == 1 ? "averages " : "takes from rank " + (kind - 2) + " ") + bytes + " bytes";
    }

    private void await(boolean reads, boolean writes, long quiet) {
        long left = timeout - (System.nanoTime() - quiet);
        if (left <= 0) {
            int slow = reads ? before : after;
            throw lost(
                    slow,
                    (reads ? "has sent nothing" : "has taken nothing") + " for " + timeout / 1_000_000
                            + " ms; it, or a rank before it, is stuck or too slow",
                    Optional.empty());
        }
        try {
            reading.interestOps(reads ? SelectionKey.OP_READ : 0);
            writing.interestOps((writes ? SelectionKey.OP_WRITE : 0) | (listens() ? SelectionKey.OP_READ : 0));
            selector.select(key -> {}, Math.max(1, left / 1_000_000));
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw end(new TeamException(rank, "interrupted while waiting for " + name(before, addresses)), rank);
            }
        } catch (IOException e) {
            throw lost(before, "cannot be waited for (" + e.getMessage() + ")", Optional.of(e));
        }
        if (hasHeard()) {
            throw reported();
        }
        if (nextIsLost()) {
            throw lost(after, "has closed its connection", Optional.empty());
        }
    }

    private boolean listens() {
        return !nextIsGone && farewell.hasRemaining();
    }

    private void listen() {
        try {
            if (listens() && next.read(farewell) < 0) {
                nextIsGone = true;
            }
        } catch (IOException e) {
            nextIsGone = true;
        }
    }

    /** Whether the next rank has said who is lost, or who differs. */
    private boolean hasHeard() {
        listen();
        return !farewell.hasRemaining() && farewell.getInt(0) != LEFT;
    }

    /** Whether the next rank died, or left before this call. */
    private boolean nextIsLost() {
        listen();
        return farewell.hasRemaining()
                ? nextIsGone
                : farewell.getInt(0) == LEFT && farewell.getInt(Integer.BYTES) <= call;
    }

    /** What the next rank said: the rank that is lost, or with a sign, of those that differ. */
    private TeamException reported() {
        int said = farewell.getInt(0);
        var reporter = ", as " + name(after, addresses) + " reports";
        return said >= 0
                ? end(new TeamException(said, name(said, addresses) + " is lost" + reporter), said)
                : end(
                        new TeamException(
                                -1 - said,
                                name(-1 - said, addresses) + " and the one after it do different things" + reporter
                                        + "; all ranks must run the same program"),
                        said);
    }

    /** Whom to name, when a neighbor's connection breaks: it may only have passed on what befell another. */
    private TeamException lost(int neighbor, String how, Optional<IOException> cause) {
        long until = System.nanoTime() + Math.min(FAREWELL_NANOS, timeout);
        while (!hasHeard() && !nextIsLost() && System.nanoTime() < until) {
            rest();
        }
        if (hasHeard()) {
            return reported();
        }
        int culprit = nextIsLost() ? after : neighbor;
        var text = name(culprit, addresses) + " " + (culprit == neighbor ? how : "has closed its connection");
        var e = cause.map(c -> new TeamException(culprit, text, c)).orElseGet(() -> new TeamException(culprit, text));
        return end(e, culprit);
    }

    private static void rest() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the rank before, which may wait for something else, and hangs up. */
    private TeamException end(TeamException e, int word) {
        over = Optional.of(e);
        tell(word);
        close();
        return e;
    }

    private void tell(int word) {
        try {
            var words = ByteBuffer.allocate(2 * Integer.BYTES);
            previous.write(words.putInt(word).putInt(call + 1).flip());
        } catch (IOException gone) {
            // Then it needs no telling.
            closeQuietly(previous);
        }
    }

    void close() {
        if (over.isEmpty()) {
            over = Optional.of(new TeamException(rank, "this rank has left its ring"));
            tell(LEFT);
        }
        closeQuietly(selector);
        closeQuietly(next);
        closeQuietly(previous);
    }

    static String name(int rank, List<InetSocketAddress> addresses) {
        var a = addresses.get(rank);
        return "rank " + rank + " (" + a.getHostString() + ":" + a.getPort() + ")";
    }

    static void closeQuietly(Closeable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (IOException e) {
            // Nothing more can be asked of it.
            return;
        }
    }
}
