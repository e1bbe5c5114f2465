package org.guideddescent.kernel.wire;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Echoes every message, so that a front end sees that the process is alive. */
public final class Heartbeat implements AutoCloseable {
    private final ZMQ.Socket socket;

    public Heartbeat(ZContext context, String address) {
        this.socket = context.createSocket(SocketType.REP);
        socket.setLinger(0);
        socket.bind(address);
    }

    /** The body of the heartbeat thread. */
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            socket.send(socket.recv());
        }
    }

    /** Called by the heartbeat thread. */
    @Override
    public void close() {
        socket.close();
    }
}
