package org.guideddescent.kernel.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(60)
class PublisherTest {
    private static final int PATIENCE_MILLIS = 20_000;

    @Test
    void aSubscriberThatTakesNothingLosesOutputAndHoldsNobodyUp() throws IOException, InterruptedException {
        String address = "tcp://127.0.0.1:" + freePort();
        try (ZContext context = new ZContext();
                ZContext clients = new ZContext()) {
            Codec codec = new Codec(new Signer("secret"));
            Publisher publisher = new Publisher(context, address, codec, 200);
            Thread publishing = new Thread(publisher::run);
            publishing.start();
            ZMQ.Socket stuck = subscriber(clients, address);
            awaitSubscription(publisher, stuck);

            // Far more than the queues and the system's buffers hold: without dropping this would never end.
            JsonObject content = new JsonObject();
            content.addProperty("text", "x".repeat(1 << 16));
            for (int i = 0; i < 2_000; i++) {
                publisher.publish("stream", new JsonObject(), content);
            }

            ZMQ.Socket fresh = subscriber(clients, address);
            awaitSubscription(publisher, fresh);
            stuck.close();
            publisher.close();
            publishing.join(PATIENCE_MILLIS);
            assertTrue(!publishing.isAlive());
        }
    }

    @Test
    void aMessageThatCannotBeWrittenIsLoggedAndTheNextOneSent() throws IOException, InterruptedException {
        String address = "tcp://127.0.0.1:" + freePort();
        try (ZContext context = new ZContext();
                ZContext clients = new ZContext()) {
            Publisher publisher = new Publisher(context, address, new Codec(new Signer("secret")));
            Thread publishing = new Thread(publisher::run);
            publishing.start();
            ZMQ.Socket subscriber = subscriber(clients, address);
            awaitSubscription(publisher, subscriber);
            JsonObject deep = new JsonObject();
            for (int i = 0; i < 100_000; i++) {
                JsonObject outer = new JsonObject();
                outer.add("x", deep);
                deep = outer;
            }
            publisher.publish("stream", new JsonObject(), deep);
            publisher.publish("last", new JsonObject(), new JsonObject());
            String topic = "";
            while (!topic.equals("last")) {
                byte[] frame = subscriber.recv();
                assertTrue(frame != null, "the publishing thread ended");
                topic = new String(frame, java.nio.charset.StandardCharsets.UTF_8);
            }
            publisher.close();
            publishing.join(PATIENCE_MILLIS);
            // After the end nothing waits.
            for (int i = 0; i < 1_000; i++) {
                publisher.publish("stream", new JsonObject(), new JsonObject());
            }
            assertEquals(Thread.State.TERMINATED, publishing.getState());
        }
    }

    private static ZMQ.Socket subscriber(ZContext context, String address) {
        ZMQ.Socket socket = context.createSocket(SocketType.SUB);
        socket.setRcvHWM(4);
        socket.subscribe(ZMQ.SUBSCRIPTION_ALL);
        return Dealer.connect(socket, address);
    }

    private static void awaitSubscription(Publisher publisher, ZMQ.Socket socket) {
        socket.setReceiveTimeOut(100);
        do {
            publisher.status("idle", new JsonObject());
        } while (socket.recv() == null);
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
