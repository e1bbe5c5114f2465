package org.guideddescent.kernel.wire;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One message of the protocol; identities are ZeroMQ's routing frames, empty for what we publish. */
public record Message(
        List<byte[]> identities, JsonObject header, JsonObject parent, JsonObject metadata, JsonObject content) {

    public static final String PROTOCOL = "5.3";

    public String type() {
        return header.has("msg_type") ? header.get("msg_type").getAsString() : "";
    }

    /** A reply on the same route, with this message as its parent. */
    public Message reply(String type, JsonObject replyContent) {
        return new Message(identities, newHeader(type, header), header, new JsonObject(), replyContent);
    }

    /** A published message whose topic is its type. */
    public static Message publication(String type, JsonObject parentHeader, JsonObject content) {
        return new Message(List.of(), newHeader(type, parentHeader), parentHeader, new JsonObject(), content);
    }

    private static JsonObject newHeader(String type, JsonObject parentHeader) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", UUID.randomUUID().toString());
        header.addProperty(
                "session",
                parentHeader.has("session") ? parentHeader.get("session").getAsString() : "");
        header.addProperty("username", "kernel");
        header.addProperty("date", Instant.now().toString());
        header.addProperty("msg_type", type);
        header.addProperty("version", PROTOCOL);
        return header;
    }
}
