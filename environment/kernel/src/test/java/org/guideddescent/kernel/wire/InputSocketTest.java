package org.guideddescent.kernel.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(60)
class InputSocketTest {
    private static final byte[] IDENTITY = "late".getBytes(StandardCharsets.US_ASCII);

    private final Codec codec = new Codec(new Signer("secret"));

    @Test
    void aQuestionWaitsForTheFrontEndsChannel() throws Exception {
        ConnectionFile connection = ConnectionFile.onFreePorts("secret");
        String address = connection.address(connection.stdinPort());
        try (ZContext context = new ZContext();
                ZContext clients = new ZContext()) {
            InputSocket input = new InputSocket(context, address, codec, new Replays());
            Thread asking = new Thread(input::run);
            asking.start();
            Message cell = Message.publication("execute_request", new JsonObject(), new JsonObject());
            Message routed = new Message(
                    List.of(IDENTITY), cell.header(), cell.parent(), cell.metadata(), cell.content(), List.of());
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> ask(input, routed));
            // Long enough for the question to be asked of nobody.
            Thread.sleep(200);
            ZMQ.Socket client = clients.createSocket(SocketType.DEALER);
            client.setIdentity(IDENTITY);
            Dealer.connect(client, address);
            Message question = codec.decode(RequestSocket.read(client, 0));
            assertEquals("input_request", question.type());
            JsonObject value = new JsonObject();
            value.addProperty("value", "here");
            RequestSocket.write(client, codec.encode(Message.publication("input_reply", question.header(), value)));
            assertEquals("here", answer.get());
            input.end();
            asking.join();
            input.close();
        }
    }

    private static String ask(InputSocket input, Message cell) {
        try {
            return input.ask(cell, "name: ", false);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
