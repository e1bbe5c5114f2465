package org.guideddescent.kernel.wire;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The connection file that Jupyter writes before it starts a kernel: five ports, a key and a transport. */
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

    public static ConnectionFile read(Path file) {
        try {
            return new Gson().fromJson(Files.readString(file), ConnectionFile.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the connection file " + file, e);
        }
    }

    /** The ZeroMQ address of a port; the ipc transport separates with a dash. */
    public String address(int port) {
        return transport + "://" + ip + (transport.equals("ipc") ? "-" : ":") + port;
    }
}
