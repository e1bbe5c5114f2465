package org.guideddescent.kernel.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One message of the protocol.
 *
 * @param identities ZeroMQ's routing frames, empty for what we publish
 * @param header of this message
 * @param parent the header of the message that this one answers
 * @param metadata beside the content
 * @param content what the type asks for
 * @param buffers the binary frames after the content, which only comms use
 */
public record Message(
        List<byte[]> identities,
        JsonObject header,
        JsonObject parent,
        JsonObject metadata,
        JsonObject content,
        List<byte[]> buffers) {

    /** The version of the protocol that our messages follow. */
    public static final String PROTOCOL = "5.4";

    /** The parent of what belongs to no request. */
    public static final Message NONE =
            new Message(List.of(), new JsonObject(), new JsonObject(), new JsonObject(), new JsonObject(), List.of());

    /** {@return the type, such as execute_request} */
    public String type() {
        return text(header, "msg_type");
    }

    /** {@return the id, its own among all messages} */
    public String id() {
        return text(header, "msg_id");
    }

    /**
     * {@return a reply on the same route, with this message as its parent}
     *
     * @param type such as execute_reply
     * @param replyContent what the type asks for
     */
    public Message reply(String type, JsonObject replyContent) {
        return new Message(identities, newHeader(type, header), header, new JsonObject(), replyContent, List.of());
    }

    /**
     * {@return a published message whose topic is its type}
     *
     * @param type such as stream
     * @param parentHeader of the request that this belongs to
     * @param content what the type asks for
     */
    public static Message publication(String type, JsonObject parentHeader, JsonObject content) {
        return publication(type, parentHeader, new JsonObject(), content, List.of());
    }

    /**
     * {@return the same with metadata and binary buffers}
     *
     * @param type such as comm_msg
     * @param parentHeader of the request that this belongs to
     * @param metadata beside the content
     * @param content what the type asks for
     * @param buffers binary frames
     */
    public static Message publication(
            String type, JsonObject parentHeader, JsonObject metadata, JsonObject content, List<byte[]> buffers) {
        return new Message(List.of(), newHeader(type, parentHeader), parentHeader, metadata, content, buffers);
    }

    private static JsonObject newHeader(String type, JsonObject parentHeader) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", UUID.randomUUID().toString());
        header.addProperty("session", text(parentHeader, "session"));
        header.addProperty("username", "kernel");
        header.addProperty("date", Instant.now().toString());
        header.addProperty("msg_type", type);
        header.addProperty("version", PROTOCOL);
        return header;
    }

    /** Empty for anything but a string: headers come from outside. */
    private static String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        boolean text = value != null
                && value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isString();
        return text ? value.getAsString() : "";
    }
}
