package org.guideddescent.kernel.wire;

import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.zeromq.ZContext;

/** The stdin channel: a cell asks for a line, the front end answers; an interrupt abandons the question. */
public final class InputSocket implements AutoCloseable {
    private static final long LOOK_MILLIS = 20;

    private record Question(Message cell, String prompt, CompletableFuture<String> answer) {}

    private final BlockingQueue<Optional<Question>> questions = new LinkedBlockingQueue<>();
    private final RequestSocket socket;

    public InputSocket(ZContext context, String address, Codec codec) {
        this.socket = new RequestSocket(context, address, codec);
    }

    /** Asks the front end that sent the cell for one line. */
    public String ask(Message cell, String prompt) throws InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        questions.add(Optional.of(new Question(cell, prompt, answer)));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(false);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the front end did not answer", e);
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
                answer(next.get());
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

    private void answer(Question question) throws InterruptedException {
        // Answers to abandoned questions would be taken for the answer to this one.
        Optional<Message> stale = socket.poll();
        while (stale.isPresent()) {
            stale = socket.poll();
        }
        JsonObject content = new JsonObject();
        content.addProperty("prompt", question.prompt);
        content.addProperty("password", false);
        socket.send(question.cell.reply("input_request", content));
        // We look again and again only while a question is open, because an interrupt must be able to abandon it.
        while (!question.answer.isDone()) {
            Optional<Message> reply = socket.poll();
            if (reply.isPresent() && reply.get().type().equals("input_reply")) {
                question.answer.complete(reply.get().content().get("value").getAsString());
            } else {
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }
}
