package org.guideddescent.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A cluster of its own for the tests, started and stopped by environment/cluster. */
record Standalone(Path folder, String master) implements AutoCloseable {
    private static final Path SCRIPT =
            Path.of("../../environment/cluster").toAbsolutePath().normalize();

    static Standalone start(Path folder) {
        var said = script(folder, "start", "--workers", "2", "--memory", "2g");
        return new Standalone(
                folder,
                said.lines().filter(l -> l.startsWith("spark://")).findFirst().orElseThrow());
    }

    /** The processes that compute: children of the workers. */
    List<ProcessHandle> executors() {
        return Stream.of("worker-1", "worker-2")
                .flatMap(name -> handle(name).stream())
                .flatMap(ProcessHandle::children)
                .toList();
    }

    /** A worker's daemon. */
    ProcessHandle worker(int number) {
        return handle("worker-" + number).orElseThrow();
    }

    private Optional<ProcessHandle> handle(String name) {
        try {
            return ProcessHandle.of(Long.parseLong(
                    Files.readString(folder.resolve(name + ".pid")).trim()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String status() {
        return script(folder, "status");
    }

    @Override
    public void close() {
        script(folder, "stop");
    }

    private static String script(Path folder, String... arguments) {
        var command = Stream.concat(Stream.of(SCRIPT.toString()), Stream.of(arguments))
                .toList();
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GUIDED_DESCENT_CLUSTER", folder.toString());
        builder.environment().put("GUIDED_DESCENT_JDK", System.getProperty("java.home"));
        try {
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
