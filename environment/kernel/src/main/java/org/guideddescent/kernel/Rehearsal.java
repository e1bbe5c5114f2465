package org.guideddescent.kernel;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.UUID;
import org.guideddescent.kernel.protocol.Kernel;
import org.guideddescent.kernel.wire.Codec;
import org.guideddescent.kernel.wire.ConnectionFile;
import org.guideddescent.kernel.wire.Dealer;
import org.guideddescent.kernel.wire.MalformedMessage;
import org.zeromq.ZContext;

/** One short session of a kernel with itself: what the JVM loads meanwhile goes into the archive of the kernelspec. */
final class Rehearsal {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final List<String> CELLS =
            List.of("1 + 1", "int a = 2;\na * 3", "int twice(int x) { return 2 * x; }", "System.out.println(\"x\");");

    private static final String QUESTION = "Math.max";

    private Rehearsal() {}

    static void run() throws InterruptedException {
        ConnectionFile connection = ConnectionFile.onFreePorts(UUID.randomUUID().toString());
        Thread kernel = new Thread(
                () -> {
                    try {
                        new Kernel(connection).run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "kernel");
        kernel.start();
        try (ZContext context = new ZContext()) {
            Dealer shell =
                    new Dealer(context, connection.address(connection.shellPort()), new Codec(connection.signer()));
            ask(shell, "kernel_info_request", new JsonObject());
            for (String cell : CELLS) {
                JsonObject content = new JsonObject();
                content.addProperty("code", cell);
                ask(shell, "execute_request", content);
            }
            for (String question : List.of("complete_request", "inspect_request")) {
                JsonObject content = new JsonObject();
                content.addProperty("code", QUESTION);
                content.addProperty("cursor_pos", QUESTION.length());
                ask(shell, question, content);
            }
            ask(shell, "shutdown_request", new JsonObject());
        }
        kernel.join(PATIENCE_MILLIS);
    }

    private static void ask(Dealer shell, String type, JsonObject content) {
        shell.send(type, content);
        try {
            if (shell.receive(PATIENCE_MILLIS).isEmpty()) {
                throw new IllegalStateException("no answer to " + type + " in " + PATIENCE_MILLIS + " ms");
            }
        } catch (MalformedMessage e) {
            throw new IllegalStateException("no readable answer to " + type, e);
        }
    }
}
