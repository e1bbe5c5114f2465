package org.guideddescent.kernel.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** A ROUTER socket that receives requests and sends replies (shell, control, stdin). Used by one thread only. */
public final class RequestSocket implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RequestSocket.class.getName());

    /**
     * The largest frame. ZeroMQ reserves memory for the length that a peer announces, before anyone has seen a signature:
     * a quarter of a gigabyte holds any notebook's cell or buffer, and an eighth of the heap leaves room for the rest.
     */
    private static final long LARGEST = Math.min(1L << 28, Runtime.getRuntime().maxMemory() / 8);

    /** Each of the first is logged, later ones ever more rarely: a flood must not fill the disk. */
    private static final long LOGGED_SINGLY = 10;

    private final ZMQ.Socket socket;
    private final Codec codec;
    private final Replays replays;
    private long dropped;

    /**
     * Binds the socket.
     *
     * @param context of the kernel
     * @param address ZeroMQ's
     * @param codec which signs
     * @param replays shared by the sockets of a kernel
     */
    public RequestSocket(ZContext context, String address, Codec codec, Replays replays) {
        this.socket = context.createSocket(SocketType.ROUTER);
        this.codec = codec;
        this.replays = replays;
        socket.setLinger(1000);
        new FrameLimit(LARGEST).applyTo(socket);
        // A front end that comes back under its old identity replaces the connection that it lost.
        socket.setRouterHandover(true);
        socket.bind(address);
    }

    /**
     * Blocks until a well-formed message is here; others are logged and dropped.
     *
     * @return the message
     */
    public Message receive() {
        while (true) {
            Optional<Message> message = decode(read(socket, 0));
            if (message.isPresent()) {
                return message.get();
            }
        }
    }

    /** {@return a message that waits already, or nothing} */
    public Optional<Message> poll() {
        List<byte[]> frames = read(socket, ZMQ.DONTWAIT);
        while (!frames.isEmpty()) {
            Optional<Message> message = decode(frames);
            if (message.isPresent()) {
                return message;
            }
            frames = read(socket, ZMQ.DONTWAIT);
        }
        return Optional.empty();
    }

    /**
     * Sends a reply.
     *
     * @param message with the identities of its request
     */
    public void send(Message message) {
        write(socket, codec.encode(message));
    }

    /** From now on a message for a route where nobody is connected is refused instead of dropped without a word. */
    void demandRoutes() {
        socket.setRouterMandatory(true);
    }

    /** Sends, unless nobody is connected under the message's route yet; for a socket that demands routes. */
    boolean trySend(Message message) {
        try {
            return write(socket, codec.encode(message));
        } catch (ZMQException e) {
            if (e.getErrorCode() == ZMQ.Error.EHOSTUNREACH.getCode()) {
                return false;
            }
            throw e;
        }
    }

    /** Sends what is under way, for a second at most; called by the socket's thread. */
    @Override
    public void close() {
        socket.close();
    }

    private Optional<Message> decode(List<byte[]> frames) {
        if (frames.isEmpty()) {
            return Optional.empty();
        }
        try {
            Message message = codec.decode(frames);
            if (replays.fresh(Codec.signature(frames))) {
                return Optional.of(message);
            }
            logDropped("it was here before (replayed)");
        } catch (MalformedMessage e) {
            logDropped(e.getMessage());
        }
        return Optional.empty();
    }

    private void logDropped(String why) {
        dropped++;
        boolean powerOfTwo = (dropped & (dropped - 1)) == 0;
        if (dropped <= LOGGED_SINGLY || powerOfTwo) {
            LOG.log(System.Logger.Level.WARNING, "dropped a message (" + dropped + " so far): " + why);
        }
    }

    /**
     * {@return the frames of one message; none where the socket's time is over, or, with ZMQ.DONTWAIT, where none waits}
     *
     * @param socket read from
     * @param flags ZeroMQ's, 0 to wait
     */
    public static List<byte[]> read(ZMQ.Socket socket, int flags) {
        List<byte[]> frames = new ArrayList<>();
        byte[] first = socket.recv(flags);
        if (first != null) {
            frames.add(first);
            while (socket.hasReceiveMore()) {
                frames.add(socket.recv());
            }
        }
        return frames;
    }

    /**
     * Sends frames as one message.
     *
     * @param socket written to
     * @param frames of one message
     * @return false when the socket would not take it, and then nothing of it was sent
     */
    public static boolean write(ZMQ.Socket socket, List<byte[]> frames) {
        return write(socket, frames, 0);
    }

    /** flags: 0, or ZMQ.DONTWAIT to try only. */
    static boolean write(ZMQ.Socket socket, List<byte[]> frames, int flags) {
        for (int i = 0; i < frames.size(); i++) {
            boolean taken = socket.send(frames.get(i), flags | (i + 1 < frames.size() ? ZMQ.SNDMORE : 0));
            if (!taken && i == 0) {
                return false;
            }
        }
        return true;
    }
}
