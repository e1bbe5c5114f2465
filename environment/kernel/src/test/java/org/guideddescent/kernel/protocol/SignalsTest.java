package org.guideddescent.kernel.protocol;

import static org.guideddescent.kernel.protocol.FrontEnd.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.guideddescent.kernel.wire.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without handlers of the kernel, each signal here would end the JVM that runs the tests. */
@Timeout(120)
class SignalsTest {
    @Test
    void anInterruptStopsTheCellAndTermEndsTheKernelInOrder() throws ReflectiveOperationException {
        RunningKernel kernel = new RunningKernel(Map.of());
        try (FrontEnd page = kernel.connect()) {
            Message cell = page.execute("System.out.println(\"runs\"); while (true) { }");
            page.published("stream");
            raise("INT");
            assertEquals("error", text(page.replyTo(page.shell(), cell), "status"));
            assertEquals("ok", text(page.run("1"), "status"));
            raise("TERM");
            kernel.awaitEnd();
        }
    }

    private static void raise(String name) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Signal");
        type.getMethod("raise", type)
                .invoke(null, type.getConstructor(String.class).newInstance(name));
    }
}
