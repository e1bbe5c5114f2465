package org.guideddescent.kernel.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.guideddescent.kernel.wire.InputSocket;
import org.guideddescent.kernel.wire.Message;
import org.guideddescent.kernel.wire.Publisher;

/** What cells say to the world: printed text, displays, results and errors, filed under the cell that runs. */
final class CellOutput {
    private static final long BATCH_MILLIS = 40;
    /** Setting up the log takes 30 ms, which a first cell should not wait for. */
    private static final long LOG_DELAY_MILLIS = 1000;

    private final Publisher publisher;
    private final InputSocket input;
    private final PrintStream formerOut = System.out;
    private final PrintStream formerErr = System.err;
    private final InputStream formerIn = System.in;
    private final AtomicReference<KernelLog> log = new AtomicReference<>();
    private final AtomicReference<ScheduledExecutorService> timers = new AtomicReference<>();
    private final BatchedOutput out = new BatchedOutput(text -> stream("stdout", text));
    private final BatchedOutput err = new BatchedOutput(text -> stream("stderr", text));
    // Output of a background thread after its cell's end stays with the last cell, as in ipykernel.
    private volatile Message cell = Message.NONE;
    private final List<JsonObject> payload = new CopyOnWriteArrayList<>();

    CellOutput(Publisher publisher, InputSocket input) {
        this.publisher = publisher;
        this.input = input;
    }

    /** Gives the standard streams back as they were. */
    void uninstall() {
        flush();
        timers.get().shutdownNow();
        Optional.ofNullable(log.getAndSet(null)).ifPresent(KernelLog::close);
        System.setOut(formerOut);
        System.setErr(formerErr);
        System.setIn(formerIn);
    }

    /** Redirects the process's standard streams here. */
    void install() {
        System.setOut(out.printer());
        System.setErr(err.printer());
        InputStream lines = new LineInput(() -> ask("", false), this::flush);
        System.setIn(lines);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(body -> {
            Thread thread = new Thread(body, "output");
            thread.setDaemon(true);
            return thread;
        });
        timers.set(timer);
        var unusedLog =
                timer.schedule(() -> log.set(new KernelLog(formerErr)), LOG_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        var unused = timer.scheduleWithFixedDelay(this::flush, BATCH_MILLIS, BATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** From now on output belongs to this request; returns the one before. */
    Message begin(Message request) {
        flush();
        Message before = cell;
        cell = request;
        return before;
    }

    /** Asks whoever sent the cell for one line; password: it is hidden while it is typed. */
    String ask(String prompt, boolean password) throws IOException, InterruptedException {
        flush();
        Message asking = cell;
        if (!Json.flag(asking.content(), "allow_stdin", false)) {
            throw new IOException("this front end takes no input (allow_stdin is false);"
                    + " run the cell in a notebook, or set the value in the code");
        }
        return input.ask(asking, prompt, password);
    }

    /** Shows a bundle in the front end's pager once the cell has ended. */
    void page(DisplayData data) {
        payload.add(Json.of("source", "page", "data", Json.bundle(data).get("data"), "start", 0));
    }

    /** What the reply to the cell carries besides its status; forgets it. */
    JsonArray takePayload() {
        JsonArray taken = new JsonArray();
        payload.forEach(taken::add);
        payload.clear();
        return taken;
    }

    /** Publishes all text printed so far, so that it stands before what comes next. */
    void flush() {
        System.out.flush();
        System.err.flush();
        out.publish();
        err.publish();
    }

    void display(DisplayData data) {
        publish("display_data", Json.bundle(data));
    }

    void update(DisplayData data) {
        publish("update_display_data", Json.bundle(data));
    }

    void result(DisplayData data, int count) {
        JsonObject content = Json.bundle(data);
        content.addProperty("execution_count", count);
        // A result that carries a display id is a display that can be updated later.
        publish("execute_result", content);
    }

    void publish(String type, JsonObject content) {
        flush();
        publisher.publish(type, cell.header(), content);
    }

    /** Publishes with metadata and binary buffers. */
    void publish(String type, JsonObject content, JsonObject metadata, List<byte[]> buffers) {
        flush();
        publisher.publish(Message.publication(type, cell.header(), metadata, content, buffers));
    }

    private void stream(String name, String text) {
        publisher.publish("stream", cell.header(), Json.of("name", name, "text", text));
    }
}
