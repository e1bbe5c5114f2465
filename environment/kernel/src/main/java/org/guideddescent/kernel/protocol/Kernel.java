package org.guideddescent.kernel.protocol;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.guideddescent.kernel.Notebook;
import org.guideddescent.kernel.wire.Codec;
import org.guideddescent.kernel.wire.ConnectionFile;
import org.guideddescent.kernel.wire.Heartbeat;
import org.guideddescent.kernel.wire.InputSocket;
import org.guideddescent.kernel.wire.Publisher;
import org.guideddescent.kernel.wire.RequestSocket;
import org.guideddescent.kernel.wire.Signer;
import org.zeromq.ZContext;

/** Five sockets, their threads, and the table of requests. */
public final class Kernel {
    private final CountDownLatch shutdown = new CountDownLatch(1);
    private final ConnectionFile connection;

    public Kernel(ConnectionFile connection) {
        this.connection = connection;
    }

    /** Serves until a shutdown request has been answered. */
    public void run() throws InterruptedException {
        ZContext context = new ZContext();
        Codec codec = new Codec(new Signer(connection.key()));
        Publisher publisher = new Publisher(context, connection.address(connection.iopubPort()), codec);
        InputSocket input = new InputSocket(context, connection.address(connection.stdinPort()), codec);
        Heartbeat heartbeat = new Heartbeat(context, connection.address(connection.heartbeatPort()));
        RequestSocket shell = new RequestSocket(context, connection.address(connection.shellPort()), codec);
        RequestSocket control = new RequestSocket(context, connection.address(connection.controlPort()), codec);

        CellOutput output = new CellOutput(publisher, input);
        output.install();
        Session session = new Session(output, new Environment(System.getenv()));
        Notebook.attach(session);

        start("iopub", publisher::run);
        start("heartbeat", heartbeat::run);
        start("stdin", input::run);
        start("control", new RequestLoop(control, publisher, controlTable(session))::run);
        start("shell", new RequestLoop(shell, publisher, shellTable(session, output))::run);
        publisher.status("starting", new JsonObject());

        shutdown.await();
        output.flush();
        publisher.close();
        // The sockets' linger sends the last reply; closing from here would race with their threads.
        Thread.sleep(50);
    }

    private Map<String, Handler> shellTable(Session session, CellOutput output) {
        History history = new History();
        Language language = new Language(session);
        return Map.of(
                "kernel_info_request",
                new KernelInfo(),
                "execute_request",
                new Execution(session, output, history),
                "complete_request",
                language::complete,
                "inspect_request",
                language::inspect,
                "is_complete_request",
                language::isComplete,
                "history_request",
                request -> history.answer(request.content()),
                "comm_info_request",
                request -> Json.ok("comms", new JsonObject()),
                "shutdown_request",
                request -> shutDown(request.content()));
    }

    private Map<String, Handler> controlTable(Session session) {
        return Map.of(
                "kernel_info_request", new KernelInfo(),
                "interrupt_request",
                        request -> {
                            session.interrupt();
                            return Json.ok();
                        },
                "shutdown_request", request -> shutDown(request.content()));
    }

    private JsonObject shutDown(JsonObject content) {
        // The reply leaves while run() above waits for the publisher.
        shutdown.countDown();
        return Json.ok("restart", Json.flag(content, "restart", false));
    }

    private static void start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}
