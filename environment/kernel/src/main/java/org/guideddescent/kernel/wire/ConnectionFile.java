package org.guideddescent.kernel.wire;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The connection file that Jupyter writes before it starts a kernel: five ports, a key and a transport.
 *
 * @param transport tcp or ipc
 * @param ip the address, or for ipc the path
 * @param key of the signatures; empty for none
 * @param signatureScheme such as hmac-sha256
 * @param shellPort for requests
 * @param controlPort for requests that do not wait for cells
 * @param iopubPort for what is published
 * @param stdinPort for questions to the user
 * @param heartbeatPort for echoes
 */
public record ConnectionFile(
        String transport,
        String ip,
        String key,
        @SerializedName("signature_scheme") String signatureScheme,
        @SerializedName("shell_port") int shellPort,
        @SerializedName("control_port") int controlPort,
        @SerializedName("iopub_port") int iopubPort,
        @SerializedName("stdin_port") int stdinPort,
        @SerializedName("hb_port") int heartbeatPort) {

    /**
     * What a file may leave out has Jupyter's defaults; no default binds beyond this machine.
     *
     * @param transport tcp or ipc
     * @param ip the address, or for ipc the path
     * @param key of the signatures; empty for none
     * @param signatureScheme such as hmac-sha256
     * @param shellPort for requests
     * @param controlPort for requests that do not wait for cells
     * @param iopubPort for what is published
     * @param stdinPort for questions to the user
     * @param heartbeatPort for echoes
     */
    public ConnectionFile {
        transport = transport == null ? "tcp" : transport;
        ip = ip == null || ip.isEmpty() ? "127.0.0.1" : ip;
        key = key == null ? "" : key;
        signatureScheme = signatureScheme == null || signatureScheme.isEmpty() ? "hmac-sha256" : signatureScheme;
    }

    /**
     * Reads the file.
     *
     * @param file written by Jupyter
     * @return what it says
     */
    public static ConnectionFile read(Path file) {
        try {
            ConnectionFile read = new Gson().fromJson(Files.readString(file), ConnectionFile.class);
            if (read == null || read.shellPort == 0) {
                throw new IllegalArgumentException("no connection file of Jupyter, it names no shell_port: " + file);
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the connection file " + file, e);
        } catch (JsonParseException e) {
            // Without the cause, which would quote the file and so perhaps the key.
            throw new IllegalArgumentException("no connection file of Jupyter, it is not JSON: " + file);
        }
    }

    /**
     * {@return a connection for a kernel on this machine that Jupyter does not start; the ports were free a moment ago}
     *
     * @param key of the signatures
     */
    public static ConnectionFile onFreePorts(String key) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            try {
                for (int i = 0; i < 5; i++) {
                    held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
                }
                int[] p = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
                return new ConnectionFile("tcp", "127.0.0.1", key, "hmac-sha256", p[0], p[1], p[2], p[3], p[4]);
            } finally {
                for (ServerSocket socket : held) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on this machine", e);
        }
    }

    /**
     * {@return the ZeroMQ address of a port; the ipc transport separates with a dash}
     *
     * @param port one of the five
     */
    public String address(int port) {
        return transport + "://" + ip + (transport.equals("ipc") ? "-" : ":") + port;
    }

    /** {@return what signs messages of this connection} */
    public Signer signer() {
        return new Signer(key, signatureScheme);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ConnectionFile[" + address(shellPort) + ", " + signatureScheme + "]";
    }
}
