package org.guideddescent.kernel.jshell;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Evaluates cells statement by statement. Not thread-safe except for {@link #interrupt}: one thread runs everything. */
public final class CellShell implements AutoCloseable {
    private final CellLoader loader;
    private final CellControl control;
    private final SourceMap sources = new SourceMap();
    private final FailureText failures = new FailureText(sources);
    private final JShell shell;
    private final Questions questions;
    private final Snippets snippets;
    private final Optional<Duration> statementLimit;
    private final ScheduledThreadPoolExecutor timer = Deadline.timer();
    private final Declarations declarations;
    private final AtomicReference<ClassPathFiles> files = new AtomicReference<>();

    /**
     * Makes a shell whose statements may take any time.
     *
     * @param parent loads what cells do not declare
     * @param classPath jars and folders
     * @param compilerOptions as of javac
     */
    public CellShell(ClassLoader parent, List<String> classPath, List<String> compilerOptions) {
        this(parent, classPath, compilerOptions, Optional.empty());
    }

    /**
     * Makes a shell whose statements are stopped after a time.
     *
     * @param parent loads what cells do not declare
     * @param classPath jars and folders
     * @param compilerOptions as of javac
     * @param statementLimit the time, if there is one
     */
    public CellShell(
            ClassLoader parent,
            List<String> classPath,
            List<String> compilerOptions,
            Optional<Duration> statementLimit) {
        this.statementLimit = statementLimit;
        this.loader = new CellLoader(parent);
        this.control = new CellControl(loader);
        this.shell = JShell.builder()
                .executionEngine(new InProcess(control), Map.of())
                .compilerOptions(compilerOptions.toArray(String[]::new))
                .fileManager(javac -> {
                    files.set(new ClassPathFiles(javac));
                    return files.get();
                })
                .build();
        // The compiler needs the path; the running code has it from its parent loader already.
        shell.addToClasspath(String.join(File.pathSeparator, classPath));
        this.snippets = new Snippets(shell, control, sources, failures);
        this.declarations = new Declarations(shell, control);
        this.questions =
                new Questions(shell, declarations, (pack, type) -> files.get().jarOf(pack, type), loader.classLoader());
    }

    /**
     * Runs the work of one cell so that {@link #interrupt} finds it: evaluations, then rendering.
     *
     * @param <T> what the work gives
     * @param work of one cell
     * @return what the work gives
     */
    public <T> T cell(Supplier<T> work) {
        control.beginCell();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader.classLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
            control.endCell();
        }
    }

    /**
     * Runs user code that is not a snippet, such as toString of a result; inside {@link #cell}.
     *
     * @param <T> what the code gives
     * @param code such as a rendering
     * @return what the code gives
     */
    public <T> T userCode(Supplier<T> code) {
        control.clientCodeEnter();
        try {
            return code.get();
        } finally {
            control.clientCodeLeave();
        }
    }

    /**
     * Runs work of the kernel inside user code, such as eval(): an interrupt must not close the compiler's files.
     *
     * @param <T> what the work gives
     * @param work of the kernel
     * @return what the work gives
     */
    public <T> T kernelCode(Supplier<T> work) {
        if (!control.isInUserCode()) {
            return work.get();
        }
        control.clientCodeLeave();
        try {
            return work.get();
        } finally {
            control.clientCodeEnter();
        }
    }

    /**
     * Runs work that is stopped after a time; inside {@link #cell}.
     *
     * @param <T> what the work gives
     * @param limit after which the work is stopped
     * @param work of one cell
     * @return what the work gives
     */
    public <T> T within(Duration limit, Supplier<T> work) {
        CellInterrupted late = new CellInterrupted("the cell was stopped at its limit of " + text(limit));
        Deadline deadline = new Deadline(timer, limit, () -> control.stop(late));
        try {
            return work.get();
        } finally {
            deadline.close();
        }
    }

    /**
     * Evaluates the source of cell number cell, inside {@link #cell}; the last of its snippets gives the answer.
     *
     * @param code Java text without magics
     * @param cell its number
     * @return what became of it
     */
    public Outcome evaluate(String code, int cell) {
        try {
            return evaluateAll(code, cell);
        } catch (RuntimeException | Error e) {
            // The compiler's own, which JShell wraps at times: one of the cell's code arrives as its outcome.
            if (Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                    .noneMatch(StackOverflowError.class::isInstance)) {
                throw e;
            }
            return failures.plain(
                    "CompilationException",
                    "an expression nests too deeply for the compiler; split it, or install the kernel with"
                            + " --jvm-opt -Xss8m");
        }
    }

    private Outcome evaluateAll(String code, int cell) {
        Cell parts = new Cell(shell.sourceCodeAnalysis(), code);
        List<Snippet> declared = new ArrayList<>();
        Outcome last = new Outcome.Value(Optional.empty());
        for (Optional<Cell.Part> next = parts.next(); next.isPresent(); next = parts.next()) {
            Cell.Part part = next.get();
            Optional<CellInterrupted> stopped = control.stopping();
            if (stopped.isPresent()) {
                return failure(stopped.get());
            }
            if (!part.ends()) {
                return failures.plain(
                        "IncompleteSourceException",
                        "the cell ends in the middle: " + part.source().strip());
            }
            Snippets.Result result = evaluate(part, new Snippets.Position(code, part.offset(), cell));
            if (!result.rejected().isEmpty()) {
                return rejected(result.rejected(), part, parts, code);
            }
            last = result.outcome();
            declared.addAll(result.declared());
            if (last.endsCell()) {
                break;
            }
        }
        remark(declared);
        return last;
    }

    private Snippets.Result evaluate(Cell.Part part, Snippets.Position at) {
        return statementLimit
                .map(limit -> within(limit, () -> snippets.evaluate(part.source(), at)))
                .orElseGet(() -> snippets.evaluate(part.source(), at));
    }

    private Outcome rejected(List<FailureText.Problem> problems, Cell.Part part, Cell rest, String code) {
        List<FailureText.Problem> all = new ArrayList<>(problems);
        Stream<Cell.Part> behind = Stream.generate(rest::next)
                .takeWhile(p -> p.map(Cell.Part::ends).orElse(false))
                .map(Optional::get);
        all.addAll(new RestOfCell(shell, control).problems(part, behind));
        return failures.rejected(all, code);
    }

    /** Tells of what the cell left unfinished or lost, since neither is an error. */
    private void remark(List<Snippet> declared) {
        for (Snippet snippet : declared) {
            String state =
                    switch (shell.status(snippet)) {
                        case RECOVERABLE_DEFINED -> " can be used once these are defined: ";
                        case RECOVERABLE_NOT_DEFINED -> " will be defined once these are: ";
                        default -> "";
                    };
            if (!state.isEmpty() && snippet instanceof DeclarationSnippet d) {
                String missing =
                        String.join(", ", shell.unresolvedDependencies(d).toList());
                System.err.println(d.name() + state + missing);
            }
        }
        for (String name : loader.takeLost()) {
            System.err.println("the variable " + name + " is null now, because the class of its value was redefined");
        }
    }

    /**
     * Imports all of these as one snippet, inside {@link #cell}: each snippet costs four compilations, and JShell takes
     * the text of an import as it stands. The first name is the snippet's, and who imports it again replaces them all.
     *
     * @param names such as "java.util.*" and "static pack.Type.*"
     * @return what became of it
     */
    public Outcome importAll(List<String> names) {
        String source = names.stream().map(n -> "import " + n + ";").collect(Collectors.joining(" "));
        Snippets.Result result = snippets.evaluate(source, new Snippets.Position(source, 0, 0));
        return result.rejected().isEmpty() ? result.outcome() : failures.rejected(result.rejected(), source);
    }

    /**
     * {@return a failure outside any snippet, in the same words as one inside}
     *
     * @param thrown what ended the work
     */
    public Outcome.Failure failure(Throwable thrown) {
        return failures.thrown(List.of(new FailureText.Trace(thrown, List.of(thrown.getStackTrace()))), "", 0);
    }

    /**
     * {@return a failure whose trace would tell the user nothing}
     *
     * @param thrown what says why
     */
    public Outcome.Failure refusal(Throwable thrown) {
        return failures.plain(thrown.getClass().getName(), String.valueOf(thrown.getMessage()));
    }

    /** Stops the running cell; callable from any thread. */
    public void interrupt() {
        control.stop();
    }

    /** {@return what answers of completion, documentation and completeness} */
    public Questions questions() {
        return questions;
    }

    /**
     * Appends an entry to the class path of later cells.
     *
     * @param entry the path of a jar or folder
     */
    public void addToClassPath(String entry) {
        shell.addToClasspath(entry);
    }

    /** {@return the loader of the classes of cells} */
    public ClassLoader classLoader() {
        return loader.classLoader();
    }

    int compiledClasses() {
        return snippets.compiledClasses();
    }

    /** {@return why the running cell has been told to stop, if it has} */
    public Optional<CellInterrupted> stopping() {
        return control.stopping();
    }

    /** {@return what cells have declared} */
    public Declarations declarations() {
        return declarations;
    }

    /** What has been declared so far is the kernel's own and outlives {@link #reset}. */
    public void endStartUp() {
        declarations.keep();
    }

    /** Forgets what cells declared. */
    public void reset() {
        snippets.forgetResults();
        declarations.forget();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        shell.close();
    }

    private static String text(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    /** Hands JShell the one control of this shell. */
    private record InProcess(CellControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "guided-descent";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return control;
        }
    }
}
