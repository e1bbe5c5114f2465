package org.guideddescent.kernel.install;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.guideddescent.kernel.wire.Codec;
import org.guideddescent.kernel.wire.ConnectionFile;
import org.guideddescent.kernel.wire.Dealer;
import org.guideddescent.kernel.wire.MalformedMessage;
import org.guideddescent.kernel.wire.Message;
import org.zeromq.ZContext;

/** Starts a kernel as Jupyter does and lets it compute 1 + 1. */
final class FirstCell {
    private static final String NAME = "first cell";
    private static final int PATIENCE_SECONDS = 60;
    private static final int GLANCE_MILLIS = 200;

    private FirstCell() {}

    static Check run(Kernelspec spec) {
        try {
            Path file = Files.createTempFile("kernel", ".json");
            Path said = Files.createTempFile("kernel", ".err");
            try {
                ConnectionFile connection =
                        ConnectionFile.onFreePorts(UUID.randomUUID().toString());
                Files.writeString(file, new Gson().toJson(connection));
                return run(spec, file, said, connection);
            } finally {
                Files.delete(file);
                Files.delete(said);
            }
        } catch (IOException | UncheckedIOException | MalformedMessage e) {
            return Check.wrong(NAME, "the kernel could not be tried: " + e);
        }
    }

    private static Check run(Kernelspec spec, Path file, Path said, ConnectionFile connection)
            throws IOException, MalformedMessage {
        ProcessBuilder builder = new ProcessBuilder(spec.argv().stream()
                        .map(a -> a.replace(Kernelspec.CONNECTION_FILE, file.toString()))
                        .toList())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(said.toFile());
        if (spec.env() != null) {
            builder.environment().putAll(spec.env());
        }
        long start = System.nanoTime();
        Process process = builder.start();
        try (ZContext context = new ZContext()) {
            Dealer shell =
                    new Dealer(context, connection.address(connection.shellPort()), new Codec(connection.signer()));
            String reply = ask(shell, process);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            if (reply.contains("\"text/plain\":\"2\"")) {
                shell.send("shutdown_request", new JsonObject());
                boolean unused = process.waitFor(5, TimeUnit.SECONDS);
                return Check.fine(NAME, "1 + 1 is 2, " + millis + " ms after the start");
            }
            String words = Files.readAllLines(said).stream().limit(3).collect(Collectors.joining(" "));
            return Check.wrong(
                    NAME,
                    (process.isAlive() ? "no answer to 1 + 1: " + reply : "the kernel ended at once: " + words)
                            + "; look at the start-up scripts and environment variables that it is given");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Check.wrong(NAME, "interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    /** The content of the reply; empty where none came. */
    private static String ask(Dealer shell, Process process) throws MalformedMessage {
        JsonObject sum = new JsonObject();
        sum.addProperty("sum", "1 + 1");
        JsonObject content = new JsonObject();
        content.addProperty("code", "");
        // Not into the user's history.
        content.addProperty("store_history", false);
        content.add("user_expressions", sum);
        shell.send("execute_request", content);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            Optional<Message> reply = shell.receive(GLANCE_MILLIS);
            if (reply.isPresent()) {
                return reply.get().content().toString();
            }
        }
        return "";
    }
}
