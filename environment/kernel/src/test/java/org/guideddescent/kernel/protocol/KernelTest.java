package org.guideddescent.kernel.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.guideddescent.kernel.wire.Codec;
import org.guideddescent.kernel.wire.ConnectionFile;
import org.guideddescent.kernel.wire.MalformedMessage;
import org.guideddescent.kernel.wire.Message;
import org.guideddescent.kernel.wire.RequestSocket;
import org.guideddescent.kernel.wire.Signer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A whole kernel in this process, asked over real sockets as a front end asks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class KernelTest {
    private static final int PATIENCE_MILLIS = 60_000;

    private final ZContext context = new ZContext();
    private final Codec codec = new Codec(new Signer("secret"));
    private Thread kernel;
    private ZMQ.Socket shell;
    private ZMQ.Socket control;
    private ZMQ.Socket published;

    @BeforeAll
    void start() throws IOException {
        ConnectionFile connection = onFreePorts();
        kernel = new Thread(() -> {
            try {
                new Kernel(connection).run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        kernel.start();
        shell = connect(SocketType.DEALER, connection.address(connection.shellPort()));
        control = connect(SocketType.DEALER, connection.address(connection.controlPort()));
        published = connect(SocketType.SUB, connection.address(connection.iopubPort()));
        published.subscribe(ZMQ.SUBSCRIPTION_ALL);
        // A subscription takes effect some time later; output before that is lost, as it is to any front end.
        do {
            send(shell, codec, "kernel_info_request", new JsonObject());
            assertEquals("ok", text(receive(shell), "status"));
            published.setReceiveTimeOut(500);
        } while (published.recv() == null);
        published.setReceiveTimeOut(PATIENCE_MILLIS);
        while (published.hasReceiveMore()) {
            published.recv();
        }
    }

    @AfterAll
    void shutDown() throws InterruptedException {
        send(control, codec, "shutdown_request", Json.of("restart", false));
        assertEquals("shutdown_reply", receive(control).type());
        kernel.join(PATIENCE_MILLIS);
        assertFalse(kernel.isAlive());
        context.close();
    }

    @Test
    void executesAndShowsTheValueOfTheCell() {
        Message request = execute("System.out.print(\"printed\");\n6 * 7");
        Message reply = receive(shell);
        assertEquals("ok", text(reply, "status"));
        assertEquals(request.header().get("msg_id"), reply.parent().get("msg_id"));
        List<Message> output = outputOf(request);
        assertEquals(
                List.of("status", "execute_input", "stream", "execute_result", "status"),
                output.stream().map(Message::type).toList());
        assertEquals("printed", text(output.get(2), "text"));
        assertEquals(
                "42",
                output.get(3)
                        .content()
                        .getAsJsonObject("data")
                        .get("text/plain")
                        .getAsString());
    }

    @Test
    void anErrorAbortsWhatIsQueuedAndNothingLater() {
        Message failing = execute("Thread.sleep(1000); throw new IllegalStateException(\"stop\");");
        Message queued = execute("1");
        Message reply = receive(shell);
        assertEquals("error", text(reply, "status"));
        assertEquals("java.lang.IllegalStateException", text(reply, "ename"));
        assertEquals("aborted", text(receive(shell), "status"));
        assertTrue(outputOf(failing).stream().anyMatch(m -> m.type().equals("error")));
        assertEquals(
                List.of("status", "status"),
                outputOf(queued).stream().map(Message::type).toList());
        execute("1");
        assertEquals("ok", text(receive(shell), "status"));
    }

    @Test
    void aBadSignatureIsDroppedAndTheNextRequestAnswered() {
        send(shell, new Codec(new Signer("wrong")), "execute_request", Json.of("code", "1"));
        Message honest = execute("2");
        assertEquals(honest.header().get("msg_id"), receive(shell).parent().get("msg_id"));
    }

    @Test
    void anInterruptStopsAnEndlessCell() throws InterruptedException {
        execute("while (true) { }");
        Thread.sleep(1500);
        send(control, codec, "interrupt_request", new JsonObject());
        assertEquals("interrupt_reply", receive(control).type());
        assertEquals("error", text(receive(shell), "status"));
        execute("3");
        assertEquals("ok", text(receive(shell), "status"));
    }

    @Test
    void refusesCommsByClosingThem() {
        Message open = send(shell, codec, "comm_open", Json.of("comm_id", "c1", "target_name", "none"));
        Message closed = outputOf(open).get(1);
        assertEquals("comm_close", closed.type());
        assertEquals("c1", text(closed, "comm_id"));
    }

    @Test
    void aMagicThatFailsSpeaksWithoutFramesOfTheKernel() {
        execute("%nosuch thing");
        Message reply = receive(shell);
        assertEquals("error", text(reply, "status"));
        assertFalse(reply.content().get("traceback").toString().contains("\tat"), reply::toString);
        execute("lineMagic(\"nosuch\", List.of());");
        String traceback = receive(shell).content().get("traceback").toString();
        assertFalse(traceback.contains("at org.guideddescent"), traceback);
    }

    @Test
    void aFloodOfOutputArrivesWhole() {
        Message request = execute("for (int i = 0; i < 1 << 14; i++) System.out.println(\"x\".repeat(1023));");
        long characters = outputOf(request).stream()
                .filter(m -> m.type().equals("stream"))
                .mapToLong(m -> text(m, "text").length())
                .sum();
        assertEquals(1 << 24, characters);
        assertEquals("ok", text(receive(shell), "status"));
    }

    private Message execute(String code) {
        return send(shell, codec, "execute_request", Json.of("code", code));
    }

    private static Message send(ZMQ.Socket socket, Codec codec, String type, JsonObject content) {
        Message request = Message.publication(type, new JsonObject(), content);
        RequestSocket.write(socket, codec.encode(request));
        return request;
    }

    /** All that is published for a request, from busy to idle. */
    private List<Message> outputOf(Message request) {
        List<Message> messages = new ArrayList<>();
        boolean idle = false;
        while (!idle) {
            Message next = receive(published);
            if (request.header().get("msg_id").equals(next.parent().get("msg_id"))) {
                messages.add(next);
                idle = text(next, "execution_state").equals("idle");
            }
        }
        return messages;
    }

    private Message receive(ZMQ.Socket socket) {
        List<byte[]> frames = new ArrayList<>();
        do {
            byte[] frame = socket.recv();
            assertTrue(frame != null, "no answer");
            frames.add(frame);
        } while (socket.hasReceiveMore());
        try {
            return codec.decode(frames);
        } catch (MalformedMessage e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Message message, String name) {
        return Json.text(message.content(), name, "");
    }

    private ZMQ.Socket connect(SocketType type, String address) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
        socket.connect(address);
        return socket;
    }

    private static ConnectionFile onFreePorts() throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        int[] ports = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        for (ServerSocket socket : held) {
            socket.close();
        }
        return new ConnectionFile(
                "tcp", "127.0.0.1", "secret", "hmac-sha256", ports[0], ports[1], ports[2], ports[3], ports[4]);
    }
}
