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

    private final BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ZMQ.Socket socket;
    private final Codec codec;

    public Publisher(ZContext context, String address, Codec codec) {
        this.socket = context.createSocket(SocketType.PUB);
        this.codec = codec;
        socket.setLinger(1000);
        // A burst of figures must not be dropped because a subscriber is slow.
        socket.setHWM(0);
        socket.bind(address);
    }

    public void publish(String type, JsonObject parent, JsonObject content) {
        queue.add(Message.publication(type, parent, content));
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
