package org.guideddescent.kernel.wire;

import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.msg.MsgAllocator;

/**
 * How large a frame may be that a socket receives. ZeroMQ reserves memory for the length that a peer announces before
 * anyone has seen a signature, and takes a negative length for a small one.
 */
record FrameLimit(long bytes) implements MsgAllocator {

    void applyTo(ZMQ.Socket socket) {
        socket.setMaxMsgSize(bytes);
        socket.setMsgAllocator(this);
    }

    /** An empty message where the announced length, cut to an int, is absurd; what follows is then noise. */
    @Override
    public Msg allocate(int size) {
        return new Msg(size < 0 || size > bytes ? 0 : size);
    }
}
