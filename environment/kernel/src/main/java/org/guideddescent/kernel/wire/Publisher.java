package org.guideddescent.kernel.wire;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** The iopub channel: any thread publishes, one thread owns the socket, the order of publication is kept. */
public final class Publisher {
    /** A subscriber that takes nothing for so long must not stop the computation for ever. */
    public static final int STUCK_MILLIS = 10_000;

    private static final System.Logger LOG = System.getLogger(Publisher.class.getName());

    /** The type of no message of the protocol: tells the publishing thread that nothing follows. */
    private static final String END = "";

    /** Messages that wait here, and as many again in ZeroMQ; beyond them the writer waits. */
    private static final int WAITING = 256;

    /** What subscribers send are topics. */
    private static final long LARGEST_SUBSCRIPTION = 1 << 16;

    private static final long LOOK_MILLIS = 200;

    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>(WAITING);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ZMQ.Socket socket;
    private final Codec codec;
    private boolean stuck;

    /**
     * Binds the channel.
     *
     * @param context of the kernel
     * @param address ZeroMQ's
     * @param codec which signs
     */
    public Publisher(ZContext context, String address, Codec codec) {
        this(context, address, codec, STUCK_MILLIS);
    }

    /**
     * Binds the channel with another patience.
     *
     * @param context of the kernel
     * @param address ZeroMQ's
     * @param codec which signs
     * @param stuckMillis how long a message waits for a subscriber that takes nothing
     */
    public Publisher(ZContext context, String address, Codec codec, int stuckMillis) {
        this.socket = context.createSocket(SocketType.PUB);
        this.codec = codec;
        socket.setLinger(1000);
        new FrameLimit(LARGEST_SUBSCRIPTION).applyTo(socket);
        // Neither dropped because a subscriber is slow, nor piled up: a cell that prints 100 MB waits for its reader.
        socket.setSndHWM(WAITING);
        socket.setXpubNoDrop(true);
        socket.setSendTimeOut(stuckMillis);
        socket.bind(address);
    }

    /**
     * Publishes a message, as {@link #publish(Message)}.
     *
     * @param type such as stream
     * @param parent the header of the request that this belongs to
     * @param content what the type asks for
     */
    public void publish(String type, JsonObject parent, JsonObject content) {
        publish(Message.publication(type, parent, content));
    }

    /**
     * Publishes a message. Waits while too much is on its way; an interrupt is kept for later, so that no message is
     * lost.
     *
     * @param message to all subscribers
     */
    public void publish(Message message) {
        boolean interrupted = false;
        boolean queued = false;
        // After the end nobody takes, and a thread that a cell left behind must not wait for ever.
        while (!queued && ended.getCount() > 0) {
            try {
                queued = queue.offer(message, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Publishes what the kernel is doing.
     *
     * @param state starting, busy or idle
     * @param parent the header of the request that this belongs to
     */
    public void status(String state, JsonObject parent) {
        JsonObject content = new JsonObject();
        content.addProperty("execution_state", state);
        publish("status", parent, content);
    }

    /** Sends until close; the body of the publishing thread. */
    public void run() {
        try {
            for (Message message = queue.take(); !message.type().equals(END); message = queue.take()) {
                sendSafely(message);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            socket.close();
            ended.countDown();
        }
    }

    /**
     * Waits, for a second at most, until all that was published is with ZeroMQ.
     *
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public void close() throws InterruptedException {
        publish(END, new JsonObject(), new JsonObject());
        if (!ended.await(1, TimeUnit.SECONDS)) {
            LOG.log(System.Logger.Level.WARNING, "output was cut at shutdown");
        }
    }

    private void sendSafely(Message message) {
        try {
            List<byte[]> frames = new ArrayList<>();
            frames.add(message.type().getBytes(StandardCharsets.US_ASCII));
            frames.addAll(codec.encode(message));
            send(frames);
        } catch (ZMQException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            // Without this thread every cell would hang at its first line of output.
            LOG.log(System.Logger.Level.ERROR, "could not publish a message of type " + message.type() + ": " + e);
        }
    }

    /** Waits for a slow subscriber once; while it stays stuck the others get what they can take, and it loses that. */
    private void send(List<byte[]> frames) {
        boolean taken = RequestSocket.write(socket, frames, stuck ? ZMQ.DONTWAIT : 0);
        if (!taken) {
            if (!stuck) {
                LOG.log(System.Logger.Level.WARNING, "a front end takes no output; it loses what comes now");
            }
            socket.setXpubNoDrop(false);
            RequestSocket.write(socket, frames, ZMQ.DONTWAIT);
            socket.setXpubNoDrop(true);
        }
        stuck = !taken;
    }
}
