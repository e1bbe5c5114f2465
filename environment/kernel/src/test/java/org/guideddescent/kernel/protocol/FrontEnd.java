package org.guideddescent.kernel.protocol;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.guideddescent.kernel.wire.Codec;
import org.guideddescent.kernel.wire.ConnectionFile;
import org.guideddescent.kernel.wire.Dealer;
import org.guideddescent.kernel.wire.MalformedMessage;
import org.guideddescent.kernel.wire.Message;
import org.guideddescent.kernel.wire.RequestSocket;
import org.guideddescent.kernel.wire.Signer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** What Jupyter's pages do: sockets to a kernel, requests, replies, and what is published for them. */
final class FrontEnd implements AutoCloseable {
    static final int PATIENCE_MILLIS = 60_000;

    private final ZContext context = new ZContext();
    private final Codec codec;
    private final String session = UUID.randomUUID().toString();
    private final ZMQ.Socket shell;
    private final ZMQ.Socket control;
    private final ZMQ.Socket stdin;
    private final ZMQ.Socket published;

    FrontEnd(ConnectionFile connection) {
        codec = new Codec(new Signer(connection.key()));
        shell = socket(SocketType.DEALER, connection.address(connection.shellPort()));
        control = socket(SocketType.DEALER, connection.address(connection.controlPort()));
        stdin = socket(SocketType.DEALER, connection.address(connection.stdinPort()));
        published = socket(SocketType.SUB, connection.address(connection.iopubPort()));
        published.subscribe(ZMQ.SUBSCRIPTION_ALL);
        awaitSubscription();
    }

    ZMQ.Socket shell() {
        return shell;
    }

    ZMQ.Socket control() {
        return control;
    }

    ZMQ.Socket stdin() {
        return stdin;
    }

    ZContext context() {
        return context;
    }

    Codec codec() {
        return codec;
    }

    Message execute(String code) {
        return send(shell, "execute_request", Json.of("code", code, "allow_stdin", true));
    }

    /** Runs a cell to its end; the reply. */
    Message run(String code) {
        Message request = execute(code);
        return replyTo(shell, request);
    }

    /** Sends and waits for the reply. */
    Message ask(ZMQ.Socket socket, String type, JsonObject content) {
        return replyTo(socket, send(socket, type, content));
    }

    Message send(ZMQ.Socket socket, String type, JsonObject content) {
        return send(socket, message(type, content, List.of()));
    }

    Message send(ZMQ.Socket socket, Message message) {
        RequestSocket.write(socket, codec.encode(message));
        return message;
    }

    Message message(String type, JsonObject content, List<byte[]> buffers) {
        Message message = Message.publication(type, Json.of("session", session), new JsonObject(), content, buffers);
        return new Message(
                List.of(), message.header(), new JsonObject(), message.metadata(), content, message.buffers());
    }

    /** The next message on this socket that answers the request. */
    Message replyTo(ZMQ.Socket socket, Message request) {
        Message next = receive(socket);
        while (!isFor(next, request)) {
            next = receive(socket);
        }
        return next;
    }

    /** All that is published for a request, from busy to idle. */
    List<Message> outputOf(Message request) {
        List<Message> messages = new ArrayList<>();
        boolean idle = false;
        while (!idle) {
            Message next = receive(published);
            if (isFor(next, request)) {
                messages.add(next);
                idle = text(next, "execution_state").equals("idle");
            }
        }
        return messages;
    }

    /** The next published message of one of these types. */
    Message published(String... types) {
        Message next = receive(published);
        while (!List.of(types).contains(next.type())) {
            next = receive(published);
        }
        return next;
    }

    Message receive(ZMQ.Socket socket) {
        List<byte[]> frames = RequestSocket.read(socket, 0);
        assertFalse(frames.isEmpty(), "no answer");
        try {
            return codec.decode(frames);
        } catch (MalformedMessage e) {
            throw new AssertionError(e);
        }
    }

    static String text(Message message, String name) {
        return Json.text(message.content(), name, "");
    }

    /** What a request's result is as a type, such as text/plain; fails where it has none. */
    static String result(List<Message> output, String type) {
        JsonObject data = output.stream()
                .filter(m -> m.type().equals("execute_result"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no result"))
                .content()
                .getAsJsonObject("data");
        return Json.text(data, type, "not shown as " + type);
    }

    /** Runs a cell to its end; its result as plain text. */
    String result(String code) {
        return result(outputOf(execute(code)), "text/plain");
    }

    /** The text that a request printed on a stream. */
    static String printed(List<Message> output, String stream) {
        StringBuilder text = new StringBuilder();
        output.stream()
                .filter(m -> m.type().equals("stream") && text(m, "name").equals(stream))
                .forEach(m -> text.append(text(m, "text")));
        return text.toString();
    }

    /** Closes its sockets at once, as a process that dies does. */
    @Override
    public void close() {
        context.close();
    }

    private static boolean isFor(Message message, Message request) {
        return request.header().get("msg_id").equals(message.parent().get("msg_id"));
    }

    /** A subscription takes effect some time later; output before that is lost, as it is to any front end. */
    private void awaitSubscription() {
        do {
            ask(shell, "kernel_info_request", new JsonObject());
            published.setReceiveTimeOut(500);
        } while (published.recv() == null);
        published.setReceiveTimeOut(PATIENCE_MILLIS);
        while (published.hasReceiveMore()) {
            published.recv();
        }
    }

    private ZMQ.Socket socket(SocketType type, String address) {
        ZMQ.Socket socket = context.createSocket(type);
        // Input is asked of the identity that sent the cell, so a front end has one for all its sockets.
        if (type == SocketType.DEALER) {
            socket.setIdentity(session.getBytes(StandardCharsets.US_ASCII));
        }
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
        return Dealer.connect(socket, address);
    }
}
