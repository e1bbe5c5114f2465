package org.guideddescent.kernel.protocol;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.guideddescent.kernel.Notebook;
import org.guideddescent.kernel.wire.Codec;
import org.guideddescent.kernel.wire.ConnectionFile;
import org.guideddescent.kernel.wire.Heartbeat;
import org.guideddescent.kernel.wire.InputSocket;
import org.guideddescent.kernel.wire.Message;
import org.guideddescent.kernel.wire.Publisher;
import org.guideddescent.kernel.wire.RequestSocket;
import org.guideddescent.kernel.wire.Signer;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** Five sockets, their threads, and the table of requests. */
public final class Kernel {
    private static final long LAST_REPLY_MILLIS = 1000;

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

        start("iopub", publisher::run, () -> {});
        start("heartbeat", heartbeat::run, heartbeat::close);
        start("stdin", input::run, input::close);
        start("control", new RequestLoop(control, publisher, controlTable(session))::run, () -> end(control));
        start(
                "shell",
                new RequestLoop(shell, publisher, shellTable(session, output, publisher))::run,
                () -> end(shell));
        publisher.status("starting", new JsonObject());

        shutdown.await();
        output.uninstall();
        input.end();
        publisher.close();
        // Waits until the last reply is sent; a thread that still runs a cell never closes its socket, hence the limit.
        Thread sending = new Thread(context.getContext()::term, "last replies");
        sending.setDaemon(true);
        sending.start();
        sending.join(LAST_REPLY_MILLIS);
        session.interrupt();
    }

    private void end(RequestSocket socket) {
        socket.close();
        shutdown.countDown();
    }

    private Map<String, Handler> shellTable(Session session, CellOutput output, Publisher publisher) {
        History history = new History();
        Language language = new Language(session);
        return Map.ofEntries(
                entry("kernel_info_request", new KernelInfo()),
                entry("execute_request", new Execution(session, output, history)),
                entry("complete_request", language::complete),
                entry("inspect_request", language::inspect),
                entry("is_complete_request", language::isComplete),
                entry("history_request", request -> history.answer(request.content())),
                entry("comm_info_request", request -> Json.ok("comms", new JsonObject())),
                entry("comm_open", request -> closeComm(request, publisher)),
                entry("comm_msg", request -> new JsonObject()),
                entry("comm_close", request -> new JsonObject()),
                entry("shutdown_request", request -> shutDown(request.content())));
    }

    private static Map.Entry<String, Handler> entry(String type, Handler handler) {
        return Map.entry(type, handler);
    }

    /** We have no targets for comms, which the protocol says by closing what the front end opens. */
    private static JsonObject closeComm(Message request, Publisher publisher) {
        JsonObject content = Json.of("comm_id", Json.text(request.content(), "comm_id", ""), "data", new JsonObject());
        publisher.publish("comm_close", request.header(), content);
        return new JsonObject();
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

    private static JsonObject shutDown(JsonObject content) {
        return Json.ok("restart", Json.flag(content, "restart", false));
    }

    /** body: ends by itself or when the sockets' context ends; end: closes its socket, on the same thread. */
    private static void start(String name, Runnable body, Runnable end) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (ZMQException e) {
                        if (e.getErrorCode() != ZMQ.Error.ETERM.getCode()) {
                            throw e;
                        }
                    } finally {
                        end.run();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
