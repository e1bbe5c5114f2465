package org.guideddescent.spark;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import org.guideddescent.kernel.jshell.CellShell;
import org.guideddescent.kernel.jshell.Outcome;
import org.guideddescent.sweep.Trial;

/**
 * Cells of a notebook in this process.
 *
 * @param shell what runs the source of a cell and throws if it fails
 * @param closing ends the shell
 */
public record Cells(Consumer<String> shell, Runnable closing) implements AutoCloseable {
    /** How a value leaves a cell. */
    public static final AtomicReference<Object> VALUE = new AtomicReference<>();

    /** JShell as the JDK has it. */
    static Cells ofTheJdk() {
        var shell = JShell.builder()
                .executionEngine("local")
                .compilerOptions("--class-path", classPath())
                .build();
        return new Cells(source -> run(shell, source), shell::close);
    }

    /** As the project's kernel compiles and loads cells. */
    static Cells ofTheKernel() {
        var shell = new CellShell(Cells.class.getClassLoader(), List.of(classPath()), List.of());
        return new Cells(
                source -> {
                    if (shell.evaluate(source, 1) instanceof Outcome.Failure failure) {
                        throw new IllegalArgumentException(source + ": " + failure.lines());
                    }
                },
                shell::close);
    }

    /** Few jars, for the compiler opens each for each cell. */
    private static String classPath() {
        return Stream.of(Cells.class, SparkEngine.class, Trial.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(where -> Path.of(URI.create(where.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void run(JShell shell, String source) {
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

    /** Runs each source, which may be several snippets. */
    void run(String... sources) {
        Stream.of(sources).forEach(shell);
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
        closing.run();
    }
}
