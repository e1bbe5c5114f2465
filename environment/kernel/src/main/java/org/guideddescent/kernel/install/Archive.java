package org.guideddescent.kernel.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The JVM's class-data archive (AppCDS) beside a kernelspec: classes of the kernel, JShell and javac as the JVM keeps them
 * in memory. A later JVM that finds another class path or Java ignores it and starts at its usual pace.
 */
record Archive(Path file) {
    static final String FILE = "classes.jsa";

    private static final long LIMIT_SECONDS = 120;

    /** The options with which a kernel uses the archive, quietly even where it no longer fits. */
    List<String> options() {
        return List.of("-XX:SharedArchiveFile=" + file, "-Xlog:disable");
    }

    /** Runs the command once to its end and keeps what it loaded; false where that did not work, which harms nobody. */
    boolean create(List<String> javaAndOptions, List<String> program) throws IOException {
        List<String> command = new ArrayList<>(javaAndOptions);
        command.add("-XX:ArchiveClassesAtExit=" + file);
        command.add("-Xlog:disable");
        command.addAll(program);
        Files.deleteIfExists(file);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // A user's start-up scripts must not run at installation.
        builder.environment().keySet().removeIf(k -> k.startsWith("IJAVA_"));
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (ended && process.exitValue() == 0 && Files.exists(file)) {
                // The JVM writes it read-only, which keeps some systems from removing it.
                return file.toFile().setWritable(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
        Files.deleteIfExists(file);
        return false;
    }
}
