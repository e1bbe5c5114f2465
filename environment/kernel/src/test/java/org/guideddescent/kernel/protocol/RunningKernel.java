package org.guideddescent.kernel.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.HashMap;
import java.util.Map;
import org.guideddescent.kernel.wire.ConnectionFile;

/** A whole kernel on a thread of this process, with a key that nothing else contains. */
final class RunningKernel implements AutoCloseable {
    static final String KEY = "5ec4e7-0f-th15-t35t";

    private final ConnectionFile connection;
    private final Thread thread;

    /** variables: what a user sets beyond an environment without history. */
    RunningKernel(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(Map.of(HistoryFile.VARIABLE, HistoryFile.IN_MEMORY));
        all.putAll(variables);
        connection = ConnectionFile.onFreePorts(KEY);
        thread = new Thread(
                () -> {
                    try {
                        new Kernel(connection, all).run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "kernel under test");
        thread.start();
    }

    ConnectionFile connection() {
        return connection;
    }

    FrontEnd connect() {
        return new FrontEnd(connection);
    }

    /** Asks it to end, on the control channel, and waits until it has. */
    @Override
    public void close() {
        try (FrontEnd last = connect()) {
            assertEquals(
                    "shutdown_reply",
                    last.ask(last.control(), "shutdown_request", Json.of("restart", false))
                            .type());
        }
        awaitEnd();
    }

    void awaitEnd() {
        try {
            thread.join(FrontEnd.PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertFalse(thread.isAlive(), "the kernel did not end");
    }
}
