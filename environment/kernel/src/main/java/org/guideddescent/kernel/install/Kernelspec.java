package org.guideddescent.kernel.install;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The content of a kernel.json: how Jupyter starts a kernel. Any part may be null where another program wrote it. */
record Kernelspec(
        List<String> argv,
        @SerializedName("display_name") String displayName,
        String language,
        @SerializedName("interrupt_mode") String interruptMode,
        Map<String, Object> metadata,
        Map<String, String> env) {

    static final String FILE = "kernel.json";

    /** What Jupyter replaces with the connection file's path. */
    static final String CONNECTION_FILE = "{connection_file}";

    /** The class that runs the kernel; a kernelspec that names it is ours. */
    static final String MAIN = "org.guideddescent.kernel.Main";

    /** A kernelspec of ours. */
    static Kernelspec ours(List<String> argv, String displayName, Map<String, String> environment) {
        // By message: a signal would end a JVM of an older version of this kernel.
        return new Kernelspec(argv, displayName, "java", "message", Map.of("debugger", false), environment);
    }

    /** Empty where the folder has no kernel.json that can be read. */
    static Optional<Kernelspec> read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Files.exists(file)
                    ? Optional.ofNullable(new Gson().fromJson(Files.readString(file), Kernelspec.class))
                    : Optional.empty();
        } catch (JsonParseException | MalformedInputException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    boolean isOurs() {
        return argv != null && argv.contains(MAIN);
    }

    String json() {
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(this)
                + "\n";
    }
}
