package org.guideddescent.kernel.protocol;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
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

    private final Publisher publisher;
    private final InputSocket input;
    private final PrintStream formerOut = System.out;
    private final PrintStream formerErr = System.err;
    private final InputStream formerIn = System.in;
    private final AtomicReference<ScheduledExecutorService> timers = new AtomicReference<>();
    private final BatchedOutput out = new BatchedOutput(text -> stream("stdout", text));
    private final BatchedOutput err = new BatchedOutput(text -> stream("stderr", text));
    // Output of a background thread after its cell's end stays with the last cell, as in ipykernel.
    private volatile Message cell =
            new Message(List.of(), new JsonObject(), new JsonObject(), new JsonObject(), new JsonObject());

    CellOutput(Publisher publisher, InputSocket input) {
        this.publisher = publisher;
        this.input = input;
    }

    /** Gives the standard streams back as they were. */
    void uninstall() {
        flush();
        timers.get().shutdownNow();
        System.setOut(formerOut);
        System.setErr(formerErr);
        System.setIn(formerIn);
    }

    /** Redirects the process's standard streams here. */
    void install() {
        System.setOut(out.printer());
        System.setErr(err.printer());
        InputStream lines = new LineInput(() -> input.ask(cell, ""), this::flush);
        System.setIn(lines);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(body -> {
            Thread thread = new Thread(body, "output");
            thread.setDaemon(true);
            return thread;
        });
        timers.set(timer);
        var unused = timer.scheduleWithFixedDelay(this::flush, BATCH_MILLIS, BATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    void begin(Message request) {
        flush();
        cell = request;
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

    private void stream(String name, String text) {
        publisher.publish("stream", cell.header(), Json.of("name", name, "text", text));
    }
}
