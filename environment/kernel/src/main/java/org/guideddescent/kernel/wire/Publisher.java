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

/** The iopub channel: any thread publishes, one thread owns the socket, the order of publication is kept. */
public final class Publisher {
    /** The type of no message of the protocol: tells the publishing thread that nothing follows. */
    private static final String END = "";

    /** Messages that wait here, and as many again in ZeroMQ; beyond them the writer waits. */
    private static final int WAITING = 256;
    /** A subscriber that takes nothing for so long must not stop the computation for ever. */
    private static final int STUCK_MILLIS = 10_000;

    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>(WAITING);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ZMQ.Socket socket;
    private final Codec codec;

    public Publisher(ZContext context, String address, Codec codec) {
        this.socket = context.createSocket(SocketType.PUB);
        this.codec = codec;
        socket.setLinger(1000);
        // Neither dropped because a subscriber is slow, nor piled up: a cell that prints 100 MB waits for its reader.
        socket.setSndHWM(WAITING);
        socket.setXpubNoDrop(true);
        socket.setSendTimeOut(STUCK_MILLIS);
        socket.bind(address);
    }

    /** Waits while too much is on its way; an interrupt is kept for later, so that no message is lost. */
    public void publish(String type, JsonObject parent, JsonObject content) {
        Message message = Message.publication(type, parent, content);
        boolean interrupted = false;
        boolean queued = false;
        while (!queued) {
            try {
                queue.put(message);
                queued = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public void status(String state, JsonObject parent) {
        JsonObject content = new JsonObject();
        content.addProperty("execution_state", state);
        publish("status", parent, content);
    }

    /** Sends until close; the body of the publishing thread. */
    public void run() {
        try {
            for (Message message = queue.take(); !message.type().equals(END); message = queue.take()) {
                List<byte[]> frames = new ArrayList<>();
                frames.add(message.type().getBytes(StandardCharsets.US_ASCII));
                frames.addAll(codec.encode(message));
                RequestSocket.write(socket, frames);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            socket.close();
            ended.countDown();
        }
    }

    /** Waits, for a second at most, until all that was published is with ZeroMQ. */
    public void close() throws InterruptedException {
        publish(END, new JsonObject(), new JsonObject());
        if (!ended.await(1, TimeUnit.SECONDS)) {
            System.getLogger(Publisher.class.getName()).log(System.Logger.Level.WARNING, "output was cut at shutdown");
        }
    }
}
