package org.guideddescent.kernel.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guideddescent.kernel.wire.Message;
import org.guideddescent.kernel.wire.Publisher;
import org.guideddescent.kernel.wire.RequestSocket;
import org.zeromq.ZMQException;

/** Receives, looks up the handler, replies: the body of the shell thread and of the control thread. */
final class RequestLoop {
    private static final System.Logger LOG = System.getLogger(RequestLoop.class.getName());
    private static final String SHUTDOWN = "shutdown_request";
    private static final String EXECUTE = "execute_request";

    private final RequestSocket socket;
    private final Publisher publisher;
    private final Map<String, Handler> handlers;
    private final Deque<Message> waiting = new ArrayDeque<>();

    RequestLoop(RequestSocket socket, Publisher publisher, Map<String, Handler> handlers) {
        this.socket = socket;
        this.publisher = publisher;
        this.handlers = handlers;
    }

    /** Answers until a shutdown request has its reply. */
    void run() {
        try {
            Message request;
            do {
                request = waiting.isEmpty() ? socket.receive() : waiting.removeFirst();
                answerSafely(request);
            } while (!request.type().equals(SHUTDOWN));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answerSafely(Message request) throws InterruptedException {
        try {
            answer(request);
        } catch (ZMQException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            // Even where no reply could be made, the next request deserves one.
            LOG.log(System.Logger.Level.ERROR, "could not reply to " + request.type(), e);
            publisher.status("idle", request.header());
        }
    }

    private void answer(Message request) throws InterruptedException {
        publisher.status("busy", request.header());
        Handler handler = handlers.get(request.type());
        if (handler == null) {
            LOG.log(System.Logger.Level.DEBUG, "dropped a message of the unknown type " + request.type());
        } else {
            JsonObject content = content(handler, request);
            boolean failed = Json.text(content, "status", "").equals("error");
            if (failed && stopsOnError(request)) {
                // Before the reply: what comes after it was sent by someone who knows of the error.
                takeQueued();
                reply(request, content);
                publisher.status("idle", request.header());
                abortWaiting();
                return;
            }
            reply(request, content);
        }
        publisher.status("idle", request.header());
    }

    private static boolean stopsOnError(Message request) {
        JsonElement flag = request.content().get("stop_on_error");
        return request.type().equals(EXECUTE) && !new JsonPrimitive(false).equals(flag);
    }

    private static JsonObject content(Handler handler, Message request) throws InterruptedException {
        try {
            return handler.handle(request);
        } catch (IllegalArgumentException e) {
            return error(e, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) { // One bad request must not end the thread: the kernel would look dead.
            LOG.log(System.Logger.Level.ERROR, "could not answer " + request.type(), e);
            return error(e, e.toString());
        }
    }

    private static JsonObject error(Throwable thrown, String message) {
        return Json.of(
                "status",
                "error",
                "ename",
                thrown.getClass().getName(),
                "evalue",
                message,
                "traceback",
                Json.array(List.of(message)));
    }

    /** Only what is queued already: a delay would swallow the next cell that the user runs on purpose. */
    private void takeQueued() {
        for (Optional<Message> next = socket.poll(); next.isPresent(); next = socket.poll()) {
            waiting.addLast(next.get());
        }
    }

    private void abortWaiting() {
        Deque<Message> kept = new ArrayDeque<>();
        for (Message message : waiting) {
            if (message.type().equals(EXECUTE)) {
                publisher.status("busy", message.header());
                reply(message, Json.of("status", "aborted"));
                publisher.status("idle", message.header());
            } else {
                kept.addLast(message);
            }
        }
        waiting.clear();
        waiting.addAll(kept);
    }

    private void reply(Message request, JsonObject content) {
        if (!request.type().endsWith("_request")) {
            return; // comm messages have no reply
        }
        socket.send(request.reply(request.type().replace("_request", "_reply"), content));
    }
}
