package org.guideddescent.kernel.wire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Between messages and ZeroMQ frames: identities, delimiter, signature, header, parent, metadata, content, buffers.
 *
 * @param signer of the connection
 */
public record Codec(Signer signer) {
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    // Nulls carry meaning in some replies, and HTML needs no second escaping inside JSON.
    private static final Gson GSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    /**
     * Reads a message.
     *
     * @param frames of one message
     * @return the message, its signature verified
     * @throws MalformedMessage if they are none of ours
     */
    public Message decode(List<byte[]> frames) throws MalformedMessage {
        int at = delimiter(frames);
        if (frames.size() < at + 6) {
            throw new MalformedMessage("expected a delimiter and 5 frames after it, got " + frames.size() + " frames");
        }
        List<byte[]> parts = frames.subList(at + 2, at + 6);
        if (!signer.verifies(frames.get(at + 1), parts)) {
            throw new MalformedMessage("the signature does not match the key of the connection file");
        }
        Message message = new Message(
                List.copyOf(frames.subList(0, at)),
                json(parts.get(0)),
                json(parts.get(1)),
                json(parts.get(2)),
                json(parts.get(3)),
                List.copyOf(frames.subList(at + 6, frames.size())));
        if (message.type().isEmpty() || message.id().isEmpty()) {
            throw new MalformedMessage("the header has no msg_type or no msg_id");
        }
        return message;
    }

    /** The frame behind the delimiter; nothing is verified. */
    static byte[] signature(List<byte[]> frames) {
        return frames.get(delimiter(frames) + 1);
    }

    /**
     * {@return the frames of a message, signed}
     *
     * @param message to send
     */
    public List<byte[]> encode(Message message) {
        List<byte[]> parts = List.of(
                bytes(message.header()), bytes(message.parent()), bytes(message.metadata()), bytes(message.content()));
        List<byte[]> frames = new ArrayList<>(message.identities());
        frames.add(DELIMITER);
        frames.add(signer.sign(parts).getBytes(StandardCharsets.US_ASCII));
        frames.addAll(parts);
        frames.addAll(message.buffers());
        return frames;
    }

    private static int delimiter(List<byte[]> frames) {
        int at = 0;
        while (at < frames.size() && !Arrays.equals(frames.get(at), DELIMITER)) {
            at++;
        }
        return at;
    }

    private static byte[] bytes(JsonObject object) {
        return GSON.toJson(object).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject json(byte[] bytes) throws MalformedMessage {
        try {
            JsonObject object = GSON.fromJson(new String(bytes, StandardCharsets.UTF_8), JsonObject.class);
            return object == null ? new JsonObject() : object;
        } catch (JsonParseException | ClassCastException e) {
            // The cause is left out: a parser quotes what it read.
            throw new MalformedMessage("a part is not a JSON object of at most 255 levels");
        } catch (StackOverflowError e) {
            throw new MalformedMessage("a part is nested too deeply");
        }
    }
}
