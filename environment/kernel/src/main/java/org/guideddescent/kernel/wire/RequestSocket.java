package org.guideddescent.kernel.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A ROUTER socket that receives requests and sends replies (shell, control, stdin). Used by one thread only. */
public final class RequestSocket implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RequestSocket.class.getName());

    private final ZMQ.Socket socket;
    private final Codec codec;

    public RequestSocket(ZContext context, String address, Codec codec) {
        this.socket = context.createSocket(SocketType.ROUTER);
        this.codec = codec;
        socket.setLinger(1000);
        socket.bind(address);
    }

    /** Blocks until a well-formed message is here; others are logged and dropped. */
    public Message receive() {
        while (true) {
            Optional<Message> message = decode(socket.recv());
            if (message.isPresent()) {
                return message.get();
            }
        }
    }

    /** A message that waits already, or nothing. */
    public Optional<Message> poll() {
        byte[] first = socket.recv(ZMQ.DONTWAIT);
        while (first != null) {
            Optional<Message> message = decode(first);
            if (message.isPresent()) {
                return message;
            }
            first = socket.recv(ZMQ.DONTWAIT);
        }
        return Optional.empty();
    }

    public void send(Message message) {
        write(socket, codec.encode(message));
    }

    /** Sends what is under way, for a second at most; called by the socket's thread. */
    @Override
    public void close() {
        socket.close();
    }

    private Optional<Message> decode(byte[] first) {
        List<byte[]> frames = new ArrayList<>();
        frames.add(first);
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv());
        }
        try {
            return Optional.of(codec.decode(frames));
        } catch (MalformedMessage e) {
            LOG.log(System.Logger.Level.WARNING, "dropped a message: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Sends frames as one message. */
    public static void write(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
        }
    }
}
