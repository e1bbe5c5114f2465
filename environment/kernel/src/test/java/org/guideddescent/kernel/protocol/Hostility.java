package org.guideddescent.kernel.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.guideddescent.kernel.wire.Codec;
import org.guideddescent.kernel.wire.Message;
import org.guideddescent.kernel.wire.Signer;

/** Messages that no kernel should have to see, from a seed. Signed ones neither shut down nor run code on purpose. */
final class Hostility {
    private static final List<String> TYPES = List.of(
            "kernel_info_request",
            "connect_request",
            "execute_request",
            "complete_request",
            "inspect_request",
            "is_complete_request",
            "history_request",
            "comm_info_request",
            "comm_open",
            "comm_msg",
            "comm_close",
            "debug_request",
            "interrupt_request",
            "input_reply",
            "no_such_request",
            "_request",
            "\0\uffff");
    private static final List<String> FIELDS = List.of(
            "silent",
            "store_history",
            "user_expressions",
            "allow_stdin",
            "stop_on_error",
            "cursor_pos",
            "detail_level",
            "hist_access_type",
            "session",
            "start",
            "stop",
            "n",
            "pattern",
            "unique",
            "output",
            "comm_id",
            "target_name",
            "data",
            "value",
            "seq",
            "command");

    private final Random random;
    private final Codec codec;
    private final Codec forger = new Codec(new Signer("another key"));
    private List<byte[]> seen = List.of();

    Hostility(long seed, Codec codec) {
        this.random = new Random(seed);
        this.codec = codec;
    }

    /** Frames to send from a DEALER. */
    List<byte[]> next() {
        return switch (random.nextInt(11)) {
            case 0 -> noise();
            case 1 -> forger.encode(request());
            case 2 -> truncated();
            case 3 -> signed(junk(), random.nextInt(4));
            case 4 -> withHeader();
            case 5 -> remember(codec.encode(request()));
            case 6 -> seen.isEmpty() ? noise() : seen;
            case 7 -> flipped();
            case 8 -> random.nextInt(20) == 0 ? List.of(bytes(1 << 21)) : delimiters();
            case 9 -> withFrames();
            default -> signed(("\"" + "\\u0000".repeat(random.nextInt(50)) + "\"").getBytes(StandardCharsets.UTF_8), 3);
        };
    }

    /** Bytes for a bare TCP connection. */
    byte[] raw() {
        byte[] greeting = new byte[64];
        greeting[0] = (byte) 0xff;
        greeting[9] = 0x7f;
        greeting[10] = 3;
        System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 4);
        byte[] ready = {
            4, 25, 5, 'R', 'E', 'A', 'D', 'Y', 11, 'S', 'o', 'c', 'k', 'e', 't', '-', 'T', 'y', 'p', 'e', 0, 0, 0, 6,
            'D', 'E', 'A', 'L', 'E', 'R'
        };
        ready[1] = (byte) (ready.length - 2);
        return switch (random.nextInt(6)) {
            case 0 -> bytes(random.nextInt(2000));
            case 1 -> "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            case 2 -> joined(greeting, bytes(random.nextInt(200)));
            // Frames that announce more than the heap holds, or a negative size.
            case 3 -> joined(greeting, ready, new byte[] {2, 0x7f, -1, -1, -1, -1, -1, -1, -1});
            case 4 -> joined(greeting, ready, new byte[] {2, 0, 0, 0, 0, 0x7f, -1, -1, -1}, bytes(100));
            default -> joined(greeting, ready, new byte[] {2, -1, -1, -1, -1, -1, -1, -1, -1});
        };
    }

    private List<byte[]> noise() {
        List<byte[]> frames = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            frames.add(bytes(random.nextInt(200)));
        }
        return frames;
    }

    private List<byte[]> truncated() {
        List<byte[]> frames = codec.encode(request());
        return frames.subList(0, 1 + random.nextInt(frames.size() - 1));
    }

    private List<byte[]> delimiters() {
        List<byte[]> frames = new ArrayList<>();
        int count = 1 + random.nextInt(10);
        for (int i = 0; i < count; i++) {
            frames.add(random.nextBoolean() ? "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII) : new byte[0]);
        }
        return frames;
    }

    private List<byte[]> withFrames() {
        List<byte[]> frames = new ArrayList<>(codec.encode(request()));
        frames.add(random.nextInt(frames.size() + 1), bytes(random.nextInt(100)));
        return frames;
    }

    private List<byte[]> flipped() {
        List<byte[]> frames = new ArrayList<>(codec.encode(request()));
        int which = 1 + random.nextInt(5);
        byte[] changed = frames.get(which).clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
        frames.set(which, changed);
        return frames;
    }

    private List<byte[]> withHeader() {
        Message good = request();
        JsonObject header = good.header();
        List<String> names = List.of("msg_type", "msg_id", "session", "username", "date", "version");
        String name = names.get(random.nextInt(names.size()));
        if (random.nextBoolean()) {
            header.remove(name);
        } else {
            header.add(name, value(2));
        }
        return codec.encode(good);
    }

    /** A message with a right signature over a part that is none. */
    private List<byte[]> signed(byte[] part, int at) {
        List<byte[]> good = codec.encode(request());
        List<byte[]> parts = new ArrayList<>(good.subList(2, 6));
        parts.set(at, part);
        List<byte[]> frames =
                new ArrayList<>(List.of(good.get(0), codec.signer().sign(parts).getBytes(StandardCharsets.US_ASCII)));
        frames.addAll(parts);
        return frames;
    }

    private byte[] junk() {
        String text =
                switch (random.nextInt(8)) {
                    case 0 -> "{\"a\":".repeat(10_000);
                    case 1 -> "[".repeat(10_000) + "]".repeat(10_000);
                    case 2 -> "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
                    case 3 -> "null";
                    case 4 -> "{\"cursor_pos\":1e999999999,\"n\":-1e-999999999}";
                    case 5 -> "{\"code\":\"";
                    case 6 -> "";
                    default -> "[1,2]";
                };
        return random.nextInt(5) == 0 ? bytes(300) : text.getBytes(StandardCharsets.UTF_8);
    }

    private Message request() {
        JsonObject content = new JsonObject();
        int fields = random.nextInt(6);
        for (int i = 0; i < fields; i++) {
            content.add(FIELDS.get(random.nextInt(FIELDS.size())), value(3));
        }
        if (random.nextBoolean()) {
            // Code that is text is run, and an endless loop is not what is tested here.
            content.add("code", random.nextBoolean() ? new JsonPrimitive("foo(" + random.nextInt(9)) : value(0));
        }
        String type = TYPES.get(random.nextInt(TYPES.size()));
        return Message.publication(type, new JsonObject(), content);
    }

    private JsonElement value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(random.nextBoolean());
            case 2 -> new JsonPrimitive(random.nextInt());
            case 3 -> new JsonPrimitive(random.nextDouble() * 1e300);
            case 4 -> new JsonPrimitive(Long.MIN_VALUE);
            case 5 -> new JsonPrimitive("");
            case 6 -> new JsonPrimitive("\ud800* \"?" + random.nextInt());
            case 7 -> {
                JsonArray array = new JsonArray();
                array.add(value(depth - 1));
                yield array;
            }
            default -> {
                JsonObject object = new JsonObject();
                object.add("k", value(depth - 1));
                yield object;
            }
        };
    }

    private List<byte[]> remember(List<byte[]> frames) {
        seen = frames;
        return frames;
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
