package org.guideddescent.kernel.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    @Test
    void carriesBinaryBuffersBehindTheContent() throws MalformedMessage {
        List<byte[]> buffers = List.of(new byte[] {0, -1}, new byte[0]);
        Message message =
                Message.publication("comm_msg", new JsonObject(), new JsonObject(), new JsonObject(), buffers);
        Message back = codec.decode(codec.encode(message));
        assertEquals(2, back.buffers().size());
        assertArrayEquals(buffers.get(0), back.buffers().get(0));
    }

    @Test
    void aSocketDropsWhatWasHereBeforeOnAnyChannel() {
        try (ZContext context = new ZContext()) {
            Replays replays = new Replays();
            RequestSocket shell = new RequestSocket(context, "inproc://shell", codec, replays);
            RequestSocket control = new RequestSocket(context, "inproc://control", codec, replays);
            List<byte[]> frames = codec.encode(message("once"));
            send(context, "inproc://shell", frames, frames);
            assertEquals("once", shell.receive().content().get("code").getAsString());
            assertEquals(Optional.empty(), shell.poll());
            send(context, "inproc://control", frames, codec.encode(message("twice")));
            assertEquals("twice", control.receive().content().get("code").getAsString());
        }
    }

    @Test
    void remembersABoundedNumberOfSignatures() {
        Replays replays = new Replays();
        assertTrue(replays.fresh(ascii("first")));
        assertFalse(replays.fresh(ascii("first")));
        for (int i = 0; i < 1 << 16; i++) {
            assertTrue(replays.fresh(ascii("s" + i)));
        }
        assertTrue(replays.fresh(ascii("first")));
        assertTrue(replays.fresh(new byte[0]));
        assertTrue(replays.fresh(new byte[0]), "without a key there is nothing to recognize");
    }

    @Test
    void refusesNestingThatWouldOverflowTheStackAndHeadersWithoutANameOrId() {
        for (String part :
                List.of("[".repeat(10_000), "{\"a\":".repeat(10_000), "[]", "7", "nul", "{\"msg_type\":7}")) {
            List<byte[]> parts = List.of(ascii(part), ascii("{}"), ascii("{}"), ascii("{}"));
            List<byte[]> frames = new ArrayList<>(
                    List.of(ascii("<IDS|MSG>"), ascii(codec.signer().sign(parts))));
            frames.addAll(parts);
            assertThrows(MalformedMessage.class, () -> codec.decode(frames), part.substring(0, 1));
        }
    }

    @Test
    void signsByTheSchemeOfTheConnectionFileAndRefusesOthersByName() {
        List<byte[]> data = List.of(ascii("what do ya want "), ascii("for nothing?"));
        // RFC 2202, test case 2.
        assertEquals("750c783e6ab0b503eaa86e310a5db738", new Signer("Jefe", "hmac-md5").sign(data));
        assertEquals("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", new Signer("Jefe", "hmac-sha1").sign(data));
        Exception refused = assertThrows(IllegalArgumentException.class, () -> new Signer("Jefe", "rot13"));
        assertTrue(refused.getMessage().startsWith("no signature scheme rot13; have hmac-md5"), refused.getMessage());
    }

    @Test
    void readsConnectionFilesAndNeverShowsTheirKey(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("kernel.json");
        Files.writeString(file, "{\"key\": \"k3y\", \"shell_port\": 1, \"signature_scheme\": \"hmac-sha512\"}");
        ConnectionFile read = ConnectionFile.read(file);
        assertEquals("tcp://127.0.0.1:1", read.address(read.shellPort()));
        assertEquals("hmac-sha512", read.signer().scheme());
        assertFalse((read + " " + read.signer() + new Codec(read.signer())).contains("k3y"));
        for (String broken :
                List.of("", "{", "[]", "{\"key\": \"k3y\"}", "{\"key\": \"k3y\", \"shell_port\": \"x\"}")) {
            Files.writeString(file, broken);
            Exception refused = assertThrows(IllegalArgumentException.class, () -> ConnectionFile.read(file));
            assertTrue(refused.getMessage().contains(file.toString()));
            assertFalse(refused.getMessage().contains("k3y"));
        }
    }

    @SafeVarargs
    private static void send(ZContext context, String address, List<byte[]>... messages) {
        ZMQ.Socket client = Dealer.connect(context, SocketType.DEALER, address);
        for (List<byte[]> frames : messages) {
            RequestSocket.write(client, frames);
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
