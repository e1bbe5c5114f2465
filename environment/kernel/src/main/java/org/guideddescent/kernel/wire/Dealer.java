package org.guideddescent.kernel.wire;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** The other end of a {@link RequestSocket}: sends requests, takes replies. Used by one thread only. */
public final class Dealer {
    /**
     * JeroMQ 0.6.0 now and then connects and then never greets (2 to 4 of 100 fresh sockets here, whoever listens). It
     * tries again when a handshake takes this long, which otherwise is half a minute.
     */
    private static final int HANDSHAKE_MILLIS = 500;

    private final ZMQ.Socket socket;
    private final Codec codec;

    /**
     * Connects to a socket of a kernel.
     *
     * @param context of this end
     * @param address ZeroMQ's
     * @param codec which signs
     */
    public Dealer(ZContext context, String address, Codec codec) {
        this.socket = connect(context, SocketType.DEALER, address);
        this.codec = codec;
    }

    /**
     * {@return a connected socket of any type that leaves nothing behind when it closes}
     *
     * @param context of this end
     * @param type such as SUB
     * @param address ZeroMQ's
     */
    public static ZMQ.Socket connect(ZContext context, SocketType type, String address) {
        return connect(context.createSocket(type), address);
    }

    /**
     * Connects a socket.
     *
     * @param socket with its identity, which must be known before it connects; modified
     * @param address ZeroMQ's
     * @return the socket
     */
    public static ZMQ.Socket connect(ZMQ.Socket socket, String address) {
        socket.setLinger(0);
        socket.setHandshakeIvl(HANDSHAKE_MILLIS);
        socket.connect(address);
        return socket;
    }

    /**
     * Sends a request.
     *
     * @param type such as execute_request
     * @param content of the request
     */
    public void send(String type, JsonObject content) {
        RequestSocket.write(socket, codec.encode(Message.publication(type, new JsonObject(), content)));
    }

    /**
     * {@return the next reply, or nothing within the time}
     *
     * @param millis the time to wait
     * @throws MalformedMessage if what came is no message
     */
    public Optional<Message> receive(int millis) throws MalformedMessage {
        socket.setReceiveTimeOut(millis);
        List<byte[]> frames = RequestSocket.read(socket, 0);
        return frames.isEmpty() ? Optional.empty() : Optional.of(codec.decode(frames));
    }
}
