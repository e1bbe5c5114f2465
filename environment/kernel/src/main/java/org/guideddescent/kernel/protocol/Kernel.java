package org.guideddescent.kernel.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.guideddescent.kernel.Notebook;
import org.guideddescent.kernel.jshell.CellShell;
import org.guideddescent.kernel.wire.Codec;
import org.guideddescent.kernel.wire.ConnectionFile;
import org.guideddescent.kernel.wire.Heartbeat;
import org.guideddescent.kernel.wire.InputSocket;
import org.guideddescent.kernel.wire.Message;
import org.guideddescent.kernel.wire.Publisher;
import org.guideddescent.kernel.wire.Replays;
import org.guideddescent.kernel.wire.RequestSocket;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** Five sockets, their threads, and the table of requests. */
public final class Kernel {
    private static final long LAST_REPLY_MILLIS = 1000;

    private final CountDownLatch shutdown = new CountDownLatch(1);
    private final ConnectionFile connection;
    private final Map<String, String> variables;

    /**
     * Makes a kernel that leaves nothing behind: its history stays in memory.
     *
     * @param connection ports and key
     */
    public Kernel(ConnectionFile connection) {
        this(connection, inMemory(System.getenv()));
    }

    /**
     * Makes a kernel with an environment.
     *
     * @param connection ports and key
     * @param variables the environment of the user, such as IJAVA_CLASSPATH and GUIDED_DESCENT_HISTORY
     */
    public Kernel(ConnectionFile connection, Map<String, String> variables) {
        this.connection = connection;
        this.variables = variables;
    }

    private static Map<String, String> inMemory(Map<String, String> variables) {
        Map<String, String> changed = new HashMap<>(variables);
        changed.put(HistoryFile.VARIABLE, HistoryFile.IN_MEMORY);
        return changed;
    }

    /**
     * Serves until a shutdown request has been answered.
     *
     * @throws InterruptedException if this thread is interrupted
     */
    public void run() throws InterruptedException {
        ZContext context = new ZContext();
        Codec codec = new Codec(connection.signer());
        Replays replays = new Replays();
        Publisher publisher = new Publisher(context, connection.address(connection.iopubPort()), codec);
        InputSocket input = new InputSocket(context, connection.address(connection.stdinPort()), codec, replays);
        Heartbeat heartbeat = new Heartbeat(context, connection.address(connection.heartbeatPort()));
        RequestSocket shell = new RequestSocket(context, connection.address(connection.shellPort()), codec, replays);
        RequestSocket control =
                new RequestSocket(context, connection.address(connection.controlPort()), codec, replays);

        CellOutput output = new CellOutput(publisher, input);
        output.install();
        Comms comms = new Comms(output);
        Session session = new Session(output, new Environment(variables), comms.manager());
        Notebook.attach(session);
        History history = new History(HistoryFile.of(variables));
        Signals signals = Signals.handle(Map.of("INT", session::interrupt, "TERM", shutdown::countDown));

        start("iopub", publisher::run, () -> {});
        start("heartbeat", heartbeat::run, heartbeat::close);
        start("stdin", input::run, input::close);
        start("control", new RequestLoop(control, publisher, controlTable(session))::run, () -> end(control));
        start(
                "shell",
                new RequestLoop(shell, publisher, shellTable(session, output, comms, history))::run,
                () -> end(shell));
        publisher.status("starting", new JsonObject());

        shutdown.await();
        signals.restore();
        output.uninstall();
        input.end();
        publisher.close();
        history.close();
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

    private Map<String, Handler> shellTable(Session session, CellOutput output, Comms comms, History history) {
        Language language = new Language(session);
        return Map.ofEntries(
                entry("kernel_info_request", new KernelInfo()),
                entry("connect_request", request -> ports()),
                entry("execute_request", new Execution(session, output, history)),
                entry("complete_request", language::complete),
                entry("inspect_request", language::inspect),
                entry("is_complete_request", language::isComplete),
                entry("history_request", request -> history.answer(request.content())),
                entry("comm_info_request", comms::info),
                entry("comm_open", request -> onCellThread(session, shell -> comms.open(request, shell))),
                entry("comm_msg", request -> onCellThread(session, shell -> comms.message(request, shell))),
                entry("comm_close", request -> onCellThread(session, shell -> comms.close(request, shell))),
                // Deprecated on this channel since 5.4, and still sent by old front ends.
                entry("shutdown_request", request -> shutDown(request.content())));
    }

    private static Map.Entry<String, Handler> entry(String type, Handler handler) {
        return Map.entry(type, handler);
    }

    private static JsonObject onCellThread(Session session, Consumer<CellShell> work) throws InterruptedException {
        return session.onCellThread(shell -> {
            work.accept(shell);
            return new JsonObject();
        });
    }

    private JsonObject ports() {
        return Json.ok(
                "shell_port", connection.shellPort(),
                "iopub_port", connection.iopubPort(),
                "stdin_port", connection.stdinPort(),
                "control_port", connection.controlPort(),
                "hb_port", connection.heartbeatPort());
    }

    private Map<String, Handler> controlTable(Session session) {
        return Map.of(
                "kernel_info_request",
                new KernelInfo(),
                "debug_request",
                Kernel::noDebugger,
                "interrupt_request",
                request -> {
                    session.interrupt();
                    return Json.ok();
                },
                "shutdown_request",
                request -> shutDown(request.content()));
    }

    /** The Debug Adapter Protocol's way to refuse, in which a reply to a debug_request is written. */
    private static JsonObject noDebugger(Message request) {
        JsonElement number = request.content().get("seq");
        return Json.of(
                "type",
                "response",
                "seq",
                0,
                "request_seq",
                number == null ? 0 : number,
                "command",
                Json.text(request.content(), "command", ""),
                "success",
                false,
                "message",
                "this kernel has no debugger; attach one to its JVM instead",
                "body",
                new JsonObject());
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
