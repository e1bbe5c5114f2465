package org.guideddescent.kernel.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
        connection = onFreePorts();
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

    private static ConnectionFile onFreePorts() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            int[] ports = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
            for (ServerSocket socket : held) {
                socket.close();
            }
            return new ConnectionFile(
                    "tcp", "127.0.0.1", KEY, "hmac-sha256", ports[0], ports[1], ports[2], ports[3], ports[4]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
