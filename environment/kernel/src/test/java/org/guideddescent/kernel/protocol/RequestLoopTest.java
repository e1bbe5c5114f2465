package org.guideddescent.kernel.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.guideddescent.kernel.wire.Codec;
import org.guideddescent.kernel.wire.MalformedMessage;
import org.guideddescent.kernel.wire.Message;
import org.guideddescent.kernel.wire.Publisher;
import org.guideddescent.kernel.wire.Replays;
import org.guideddescent.kernel.wire.RequestSocket;
import org.guideddescent.kernel.wire.Signer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(60)
class RequestLoopTest {
    private final Codec codec = new Codec(new Signer("secret"));

    @Test
    void whateverAHandlerThrowsIsAnErrorReplyAndTheNextRequestIsServed() throws Exception {
        try (ZContext context = new ZContext()) {
            Publisher publisher = new Publisher(context, "inproc://iopub", codec);
            Thread publishing = new Thread(publisher::run);
            publishing.start();
            Map<String, Handler> table = Map.of(
                    "a_request", r -> fail(new OutOfMemoryError("heap")),
                    "b_request", r -> fail(new StackOverflowError()),
                    "c_request", r -> fail(new AssertionError("d")),
                    "d_request", r -> fail(new LinkageError("l")),
                    "e_request", r -> null,
                    "f_request", r -> fail(new IllegalArgumentException("plain words")),
                    "shutdown_request", r -> Json.ok());
            RequestSocket socket = new RequestSocket(context, "inproc://shell", codec, new Replays());
            Thread loop = new Thread(new RequestLoop(socket, publisher, table)::run);
            loop.start();
            ZMQ.Socket client = context.createSocket(SocketType.DEALER);
            client.connect("inproc://shell");
            for (String type : List.of("a", "b", "c", "d")) {
                assertEquals("error", Json.text(ask(client, type + "_request").content(), "status", ""));
            }
            send(client, "e_request");
            assertEquals("plain words", Json.text(ask(client, "f_request").content(), "evalue", ""));
            assertEquals("ok", Json.text(ask(client, "shutdown_request").content(), "status", ""));
            loop.join();
            publisher.close();
            publishing.join();
        }
    }

    private static JsonObject fail(Throwable thrown) {
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        throw (Error) thrown;
    }

    private void send(ZMQ.Socket client, String type) {
        RequestSocket.write(client, codec.encode(Message.publication(type, new JsonObject(), new JsonObject())));
    }

    private Message ask(ZMQ.Socket client, String type) throws MalformedMessage {
        send(client, type);
        Message reply;
        do {
            reply = codec.decode(RequestSocket.read(client, 0));
        } while (!reply.type().equals(type.replace("_request", "_reply")));
        return reply;
    }
}
