package org.guideddescent.kernel.protocol;

import static org.guideddescent.kernel.protocol.FrontEnd.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.guideddescent.kernel.wire.ConnectionFile;
import org.guideddescent.kernel.wire.Dealer;
import org.guideddescent.kernel.wire.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Whatever arrives, the next good request is answered, memory stays flat, and the key stays secret. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class HostileInputTest {
    private static final long SEED = 20261124L;
    private static final int MESSAGES = 10_000;
    private static final int BATCH = 200;
    private static final long FLAT_BYTES = 32L << 20;

    private final PrintStream formerErr = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private RunningKernel kernel;
    private FrontEnd page;

    @BeforeAll
    void start() {
        // The kernel's log and all that it prints of its own accord end here.
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        kernel = new RunningKernel(Map.of());
        page = kernel.connect();
    }

    @AfterAll
    void end() {
        page.close();
        kernel.close();
        System.setErr(formerErr);
        assertFalse(said.toString(StandardCharsets.UTF_8).contains(RunningKernel.KEY), "the key was logged");
    }

    @Test
    void tenThousandHostileMessagesLeaveTheKernelAsItWas() throws IOException {
        Hostility hostility = new Hostility(SEED, page.codec());
        long before = 0;
        for (int batch = 0; batch < MESSAGES / BATCH; batch++) {
            attack(hostility, batch);
            assertAnswers();
            if (batch == 4) {
                before = usedAfterCollection();
            }
        }
        // Otherwise the key could not have been logged, whatever the kernel writes.
        assertTrue(said.toString(StandardCharsets.UTF_8).contains("dropped a message"), "nothing was dropped");
        long grown = usedAfterCollection() - before;
        assertTrue(grown < FLAT_BYTES, "memory grew by " + (grown >> 20) + " MB");
    }

    @Test
    void megabytesOfCodeAreJustALongCell() {
        assertEquals("ok", text(page.run(" ".repeat(50 << 20) + "6 * 7"), "status"));
        // Less, since the compiler takes half a second for a megabyte of one name.
        Message wrong = page.run("x".repeat(4 << 20));
        assertEquals("error", text(wrong, "status"));
        assertTrue(wrong.content().toString().length() < 100_000, "the error repeats the cell");
        assertAnswers();
    }

    @Test
    void aFrameBeyondTheLimitEndsItsConnectionAndNothingElse() {
        long limit = Math.min(1L << 28, Runtime.getRuntime().maxMemory() / 8);
        try (ZContext context = new ZContext()) {
            ZMQ.Socket sender = dealer(context, kernel.connection().shellPort());
            if (limit < 1L << 27) {
                sender.send(new byte[(int) limit + 1]);
            }
        }
        assertAnswers();
    }

    @Test
    void anErrorOfTheMachineInACellIsTheCellsOwn() {
        assertEquals("error", text(page.run("new long[Integer.MAX_VALUE]"), "status"));
        assertEquals("error", text(page.run("int down(int i) { return down(i + 1) + 1; }\ndown(0)"), "status"));
        assertAnswers();
    }

    @Test
    void portsAreBoundToTheAddressOfTheConnectionFileOnly() {
        // Loopback has many addresses; a socket bound to all of them would answer on this one too.
        for (int port : ports()) {
            try (Socket other = new Socket()) {
                assertThrows(IOException.class, () -> other.connect(new InetSocketAddress("127.0.0.2", port), 2_000));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void theHeartbeatSurvivesAnything() {
        try (ZContext context = new ZContext()) {
            ZMQ.Socket dealer = dealer(context, kernel.connection().heartbeatPort());
            for (int i = 0; i < 100; i++) {
                dealer.send("a", ZMQ.SNDMORE);
                dealer.send(new byte[i * 100], ZMQ.SNDMORE);
                dealer.send("c");
            }
            assertHeart();
        }
    }

    /** Sends one batch on all channels, and bytes that are not even ZeroMQ to all ports. */
    private void attack(Hostility hostility, int batch) throws IOException {
        try (ZContext context = new ZContext()) {
            ConnectionFile connection = kernel.connection();
            List<ZMQ.Socket> channels = List.of(
                    dealer(context, connection.shellPort()),
                    dealer(context, connection.controlPort()),
                    dealer(context, connection.stdinPort()),
                    dealer(context, connection.heartbeatPort()));
            for (int i = 0; i < BATCH; i++) {
                List<byte[]> frames = hostility.next();
                ZMQ.Socket channel = channels.get(i % 8 == 7 ? 3 : i % 3);
                for (int f = 0; f < frames.size(); f++) {
                    channel.send(frames.get(f), f + 1 < frames.size() ? ZMQ.SNDMORE : 0);
                }
            }
            int port = ports().get(batch % 5);
            for (int i = 0; i < 4; i++) {
                try (Socket raw = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    OutputStream out = raw.getOutputStream();
                    out.write(hostility.raw());
                    out.flush();
                } catch (IOException e) {
                    // The kernel may hang up while we still write.
                }
            }
            // What was sent must have arrived before this socket closes: a good request behind it says so.
            for (ZMQ.Socket channel : channels.subList(0, 2)) {
                Message last = page.send(channel, "kernel_info_request", new JsonObject());
                page.replyTo(channel, last);
            }
        }
    }

    private void assertAnswers() {
        Message cell = page.execute("getKernelInstance().ask(\"\", false) + (6 * 7)");
        page.receive(page.stdin());
        page.send(page.stdin(), "input_reply", Json.of("value", "is "));
        assertEquals("is 42", FrontEnd.result(page.outputOf(cell), "text/plain"));
        assertEquals("ok", text(page.replyTo(page.shell(), cell), "status"));
        assertEquals("ok", text(page.ask(page.control(), "kernel_info_request", new JsonObject()), "status"));
        assertHeart();
    }

    private void assertHeart() {
        try (ZContext context = new ZContext()) {
            ZMQ.Socket heart = context.createSocket(SocketType.REQ);
            heart.setReceiveTimeOut(FrontEnd.PATIENCE_MILLIS);
            Dealer.connect(
                    heart, kernel.connection().address(kernel.connection().heartbeatPort()));
            heart.send("ping");
            assertArrayEquals("ping".getBytes(StandardCharsets.US_ASCII), heart.recv());
        }
    }

    private List<Integer> ports() {
        ConnectionFile c = kernel.connection();
        return List.of(c.shellPort(), c.controlPort(), c.iopubPort(), c.stdinPort(), c.heartbeatPort());
    }

    private ZMQ.Socket dealer(ZContext context, int port) {
        ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
        socket.setSendTimeOut(FrontEnd.PATIENCE_MILLIS);
        socket.setReceiveTimeOut(FrontEnd.PATIENCE_MILLIS);
        return Dealer.connect(socket, kernel.connection().address(port));
    }

    private static long usedAfterCollection() {
        Runtime runtime = Runtime.getRuntime();
        List<Long> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            System.gc();
            seen.add(runtime.totalMemory() - runtime.freeMemory());
        }
        return seen.stream().mapToLong(Long::longValue).min().orElseThrow();
    }
}
