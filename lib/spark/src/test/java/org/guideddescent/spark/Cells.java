package org.guideddescent.spark;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import org.guideddescent.sweep.Trial;

/** A JShell in this process, the one of the JDK and not the kernel's. */
public final class Cells implements AutoCloseable {
    /** How a value leaves a cell. */
    public static final AtomicReference<Object> VALUE = new AtomicReference<>();

    private final JShell shell = JShell.builder()
            .executionEngine("local")
            .compilerOptions("--class-path", classPath())
            .build();

    /** Few jars, for the compiler opens each for each cell. */
    private static String classPath() {
        return Stream.of(Cells.class, SparkEngine.class, Trial.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Runs each source, which may be several snippets. */
    void run(String... sources) {
        for (var source : sources) {
            var rest = source;
            while (!rest.isBlank()) {
                SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
                for (var event : shell.eval(next.source())) {
                    if (event.exception() != null || event.status() == Snippet.Status.REJECTED) {
                        throw new IllegalArgumentException(next.source() + ": " + event.exception()
                                + shell.diagnostics(event.snippet())
                                        .map(d -> d.getMessage(Locale.ROOT))
                                        .toList());
                    }
                }
                rest = next.remaining();
            }
        }
    }

    /** The value of an expression of a type. */
    <T> T value(Class<T> type, String expression) {
        run("org.guideddescent.spark.Cells.VALUE.set((" + type.getCanonicalName() + ") " + expression + ");");
        return type.cast(VALUE.getAndSet(""));
    }

    Task task(String lambda) {
        return value(Task.class, "(" + lambda + ")");
    }

    @Override
    public void close() {
        shell.close();
    }
}
