package org.guideddescent.kernel.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

class CodecTest {
    private final Codec codec = new Codec(new Signer("secret"));

    @Test
    void signsAsThePublishedTestVectorSays() {
        // RFC 4231, test case 2.
        List<byte[]> data = List.of(ascii("what do ya want "), ascii("for nothing?"));
        assertEquals("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", new Signer("Jefe").sign(data));
    }

    @Test
    void decodesWhatItEncodes() throws MalformedMessage {
        Message message = message("π");
        Message back = codec.decode(codec.encode(message));
        assertEquals("execute_request", back.type());
        assertEquals("π", back.content().get("code").getAsString());
    }

    @Test
    void refusesBadSignaturesMissingFramesAndBadJson() {
        List<byte[]> forged = new ArrayList<>(codec.encode(message("1")));
        forged.set(1, ascii("0".repeat(64)));
        assertThrows(MalformedMessage.class, () -> codec.decode(forged));
        assertThrows(MalformedMessage.class, () -> codec.decode(forged.subList(0, 3)));
        assertThrows(MalformedMessage.class, () -> codec.decode(List.of()));
        List<byte[]> parts = List.of(ascii("{"), ascii("{}"), ascii("{}"), ascii("{}"));
        List<byte[]> broken =
                new ArrayList<>(List.of(ascii("<IDS|MSG>"), ascii(codec.signer().sign(parts))));
        broken.addAll(parts);
        assertThrows(MalformedMessage.class, () -> codec.decode(broken));
    }

    @Test
    void aSocketDropsForgedMessagesAndServesTheNext() {
        try (ZContext context = new ZContext()) {
            RequestSocket socket = new RequestSocket(context, "inproc://shell", codec, new Replays());
            ZMQ.Socket client = context.createSocket(SocketType.DEALER);
            client.connect("inproc://shell");
            RequestSocket.write(client, new Codec(new Signer("wrong")).encode(message("forged")));
            RequestSocket.write(client, codec.encode(message("honest")));
            assertEquals("honest", socket.receive().content().get("code").getAsString());
            assertTrue(socket.poll().equals(Optional.empty()));
        }
    }

    private static Message message(String code) {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        return Message.publication("execute_request", new JsonObject(), content);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
