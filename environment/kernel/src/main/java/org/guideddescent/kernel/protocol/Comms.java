package org.guideddescent.kernel.protocol;

import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import io.github.spencerpark.jupyter.channels.ReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.comm.Comm;
import io.github.spencerpark.jupyter.kernel.comm.CommFactory;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.kernel.comm.CommTarget;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.KernelTimestamp;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.comm.CommCloseCommand;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;
import io.github.spencerpark.jupyter.messages.comm.CommOpenCommand;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.guideddescent.kernel.jshell.CellShell;
import org.guideddescent.kernel.wire.Message;

/** Comms: pairs of an object here and one in the front end, with the base kernel's types and our own sockets. */
final class Comms {
    /** Our messages to handlers need none of the base kernel's answers: the request loop says busy and idle. */
    private static final ReplyEnvironment SILENT = (ReplyEnvironment) Proxy.newProxyInstance(
            Comms.class.getClassLoader(), new Class<?>[] {ReplyEnvironment.class}, (proxy, method, arguments) -> null);

    private static final TypeToken<Map<String, Object>> METADATA = new TypeToken<>() {};

    private final CellOutput output;
    private final CommManager manager;

    Comms(CellOutput output) {
        this.output = output;
        this.manager = new Published(output);
    }

    /** What cells register their targets with and open comms through. */
    CommManager manager() {
        return manager;
    }

    /** comm_open: the target makes the comm; without one, or when it fails, the front end's half is closed. */
    void open(Message request, CellShell shell) {
        String id = Json.text(request.content(), "comm_id", "");
        String name = Json.text(request.content(), "target_name", "");
        CommOpenCommand opened = new CommOpenCommand(id, name, data(request));
        handle(request, shell, () -> {
            boolean made = false;
            try {
                CommTarget target = manager.getTarget(name);
                Comm comm = target == null
                        ? null
                        : target.createComm(manager, id, name, message(request, MessageType.COMM_OPEN_COMMAND, opened));
                made = comm != null;
                if (made) {
                    manager.registerComm(comm);
                }
            } finally {
                if (!made) {
                    output.publish("comm_close", content(id, new JsonObject()));
                }
            }
        });
    }

    /** comm_msg: dropped when nobody has the comm. */
    void message(Message request, CellShell shell) {
        CommMsgCommand sent = new CommMsgCommand(Json.text(request.content(), "comm_id", ""), data(request));
        handle(
                request,
                shell,
                () -> manager.handleCommMsgCommand(SILENT, message(request, MessageType.COMM_MSG_COMMAND, sent)));
    }

    /** comm_close by the front end. */
    void close(Message request, CellShell shell) {
        CommCloseCommand sent = new CommCloseCommand(Json.text(request.content(), "comm_id", ""), data(request));
        handle(
                request,
                shell,
                () -> manager.handleCommCloseCommand(SILENT, message(request, MessageType.COMM_CLOSE_COMMAND, sent)));
    }

    /** comm_info_request: the open comms, of one target if it is named. */
    JsonObject info(Message request) {
        String wanted = Json.text(request.content(), "target_name", "");
        JsonObject comms = new JsonObject();
        for (Comm comm : manager) {
            if (wanted.isEmpty() || wanted.equals(comm.getTargetName())) {
                comms.add(comm.getID(), Json.of("target_name", comm.getTargetName()));
            }
        }
        return Json.ok("comms", comms);
    }

    /** Runs a handler as a cell runs, so that it can print, be interrupted and fail. */
    private void handle(Message request, CellShell shell, Runnable handler) {
        // A background thread of a cell goes on writing to its cell afterwards.
        Message before = output.begin(request);
        try {
            shell.cell(() -> shell.userCode(() -> {
                handler.run();
                return true;
            }));
        } catch (Throwable e) { // Whatever a handler throws is the user's to read, and nothing else stops.
            System.err.println(String.join("\n", shell.failure(e).lines()));
        } finally {
            output.begin(before);
        }
    }

    private static JsonObject data(Message request) {
        return Json.object(request.content(), "data");
    }

    private static JsonObject content(String id, JsonObject data) {
        return Json.of("comm_id", id, "data", data);
    }

    private static <T> io.github.spencerpark.jupyter.messages.Message<T> message(
            Message request, MessageType<T> type, T content) {
        JsonObject header = request.header();
        Header<T> typed = new Header<>(
                request.id(),
                Json.text(header, "username", ""),
                Json.text(header, "session", ""),
                new KernelTimestamp(Json.text(header, "date", "")),
                type,
                Json.text(header, "version", Message.PROTOCOL));
        Map<String, Object> metadata = Json.GSON.fromJson(request.metadata(), METADATA);
        return new io.github.spencerpark.jupyter.messages.Message<>(typed, content, metadata, request.buffers());
    }

    /** The base kernel's registry with its three ways of sending turned to our publisher. */
    private static final class Published extends CommManager {
        private final CellOutput output;

        Published(CellOutput output) {
            this.output = output;
            // Background threads of cells open and close comms too.
            targets = new ConcurrentHashMap<>();
            comms = new ConcurrentHashMap<>();
        }

        @Override
        public <T extends Comm> T openComm(String targetName, CommFactory<T> factory) {
            String id = UUID.randomUUID().toString();
            CommOpenCommand opened = new CommOpenCommand(id, targetName, new JsonObject());
            var message = new io.github.spencerpark.jupyter.messages.Message<>(
                    new Header<>(MessageType.COMM_OPEN_COMMAND), opened);
            // A factory puts what the front end must know into the message.
            T comm = factory.produce(this, id, targetName, message);
            registerComm(comm);
            JsonObject content = content(id, opened.getData());
            content.addProperty("target_name", targetName);
            send("comm_open", content, message.getMetadata(), message.getBlobs());
            return comm;
        }

        @Override
        public void messageComm(String id, JsonObject data, Map<String, Object> metadata, List<byte[]> buffers) {
            send("comm_msg", content(id, data == null ? new JsonObject() : data), metadata, buffers);
        }

        @Override
        public void closeComm(Comm comm) {
            send("comm_close", content(comm.getID(), new JsonObject()), null, null);
            unregisterComm(comm.getID());
            CommCloseCommand closed = new CommCloseCommand(comm.getID(), new JsonObject());
            tell(
                    comm,
                    new io.github.spencerpark.jupyter.messages.Message<>(
                            new Header<>(MessageType.COMM_CLOSE_COMMAND), closed));
        }

        /** Only the base kernel's package may call onClose, and its own closeComm needs a socket of its own. */
        private static void tell(Comm comm, io.github.spencerpark.jupyter.messages.Message<CommCloseCommand> closed) {
            try {
                Method onClose = Comm.class.getDeclaredMethod(
                        "onClose", io.github.spencerpark.jupyter.messages.Message.class, boolean.class);
                onClose.setAccessible(true);
                onClose.invoke(comm, closed, true);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("onClose of comm " + comm.getID() + " failed", e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the base kernel's Comm has no onClose", e);
            }
        }

        private void send(String type, JsonObject content, Map<String, Object> metadata, List<byte[]> buffers) {
            JsonObject extra =
                    Json.GSON.toJsonTree(metadata == null ? Map.of() : metadata).getAsJsonObject();
            output.publish(type, content, extra, buffers == null ? List.of() : List.copyOf(buffers));
        }
    }
}
