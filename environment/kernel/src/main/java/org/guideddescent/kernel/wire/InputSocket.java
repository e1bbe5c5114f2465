package org.guideddescent.kernel.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.zeromq.ZContext;
import org.zeromq.ZMQException;

/** The stdin channel: a cell asks for a line, the front end answers; an interrupt abandons the question. */
public final class InputSocket implements AutoCloseable {
    private static final long LOOK_MILLIS = 20;

    private record Question(Message cell, String prompt, boolean password, CompletableFuture<String> answer) {}

    private final BlockingQueue<Optional<Question>> questions = new LinkedBlockingQueue<>();
    private final RequestSocket socket;

    /**
     * Binds the channel.
     *
     * @param context of the kernel
     * @param address ZeroMQ's
     * @param codec which signs
     * @param replays shared by the sockets of a kernel
     */
    public InputSocket(ZContext context, String address, Codec codec, Replays replays) {
        this.socket = new RequestSocket(context, address, codec, replays);
        socket.demandRoutes();
    }

    /**
     * Asks the front end that sent the cell for one line.
     *
     * @param cell the request that is being answered
     * @param prompt the question
     * @param password whether the front end hides what is typed
     * @return the line, without its end
     * @throws InterruptedException if the cell is stopped meanwhile
     */
    public String ask(Message cell, String prompt, boolean password) throws InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        questions.add(Optional.of(new Question(cell, prompt, password, answer)));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(false);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the front end could not be asked", e.getCause());
        }
    }

    /** Ends {@link #run}. */
    public void end() {
        questions.add(Optional.empty());
    }

    /** The body of the stdin thread. */
    public void run() {
        try {
            for (Optional<Question> next = questions.take(); next.isPresent(); next = questions.take()) {
                answerSafely(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called by the stdin thread. */
    @Override
    public void close() {
        socket.close();
    }

    private void answerSafely(Question question) throws InterruptedException {
        try {
            answer(question);
        } catch (ZMQException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            question.answer.completeExceptionally(e);
        }
    }

    private void answer(Question question) throws InterruptedException {
        // Answers to abandoned questions would be taken for the answer to this one.
        Optional<Message> stale = socket.poll();
        while (stale.isPresent()) {
            stale = socket.poll();
        }
        JsonObject content = new JsonObject();
        content.addProperty("prompt", question.prompt);
        content.addProperty("password", question.password);
        Message request = question.cell.reply("input_request", content);
        boolean sent = false;
        // We look again and again only while a question is open, because an interrupt must be able to abandon it.
        while (!question.answer.isDone()) {
            // The front end's shell channel may be there before this one; a lost question would stop its cell for ever.
            sent = sent || socket.trySend(request);
            Optional<String> value = socket.poll().flatMap(reply -> value(reply, request));
            if (value.isPresent()) {
                question.answer.complete(value.get());
            } else {
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    /** The text of a reply to this request, from whom we asked; the parent is optional, as some front ends send none. */
    private static Optional<String> value(Message reply, Message request) {
        JsonElement value = reply.content().get("value");
        boolean ours = sameRoute(reply.identities(), request.identities());
        JsonElement answered = reply.parent().get("msg_id");
        boolean stale = answered != null && !answered.equals(request.header().get("msg_id"));
        if (!reply.type().equals("input_reply") || !ours || stale || value == null || !value.isJsonPrimitive()) {
            return Optional.empty();
        }
        return Optional.of(value.getAsString());
    }

    private static boolean sameRoute(List<byte[]> one, List<byte[]> other) {
        return Arrays.deepEquals(one.toArray(), other.toArray());
    }
}
