package org.guideddescent.kernel.wire;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Echoes every message, so that a front end sees that the process is alive. A ROUTER, because a REP socket refuses to
 * send after half a message, which anyone may send.
 */
public final class Heartbeat implements AutoCloseable {
    /** A heartbeat is a few bytes. */
    private static final long LARGEST = 1 << 16;

    private final ZMQ.Socket socket;

    /**
     * Begins to echo.
     *
     * @param context of the kernel
     * @param address ZeroMQ's
     */
    public Heartbeat(ZContext context, String address) {
        this.socket = context.createSocket(SocketType.ROUTER);
        socket.setLinger(0);
        new FrameLimit(LARGEST).applyTo(socket);
        socket.bind(address);
    }

    /** The body of the heartbeat thread. */
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            RequestSocket.write(socket, RequestSocket.read(socket, 0));
        }
    }

    /** Called by the heartbeat thread. */
    @Override
    public void close() {
        socket.close();
    }
}
