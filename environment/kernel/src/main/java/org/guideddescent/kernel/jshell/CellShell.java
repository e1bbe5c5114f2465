package org.guideddescent.kernel.jshell;

import java.io.File;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
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
    private final Declarations declarations;
    private final Deque<Snippet> results = new ArrayDeque<>();

    public CellShell(ClassLoader parent, List<String> classPath, List<String> compilerOptions) {
        this.loader = new CellLoader(parent);
        this.control = new CellControl(loader);
        this.shell = JShell.builder()
                .executionEngine(new InProcess(control), Map.of())
                .compilerOptions(compilerOptions.toArray(String[]::new))
                .fileManager(ClassPathFiles::new)
                .build();
        // The compiler needs the path; the running code has it from its parent loader already.
        shell.addToClasspath(String.join(File.pathSeparator, classPath));
        this.questions = new Questions(shell);
        this.declarations = new Declarations(shell, control);
    }

    /** Runs the work of one cell so that {@link #interrupt} finds it: evaluations, then rendering. */
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

    /** Runs user code that is not a snippet, such as toString of a result; inside {@link #cell}. */
    public <T> T userCode(Supplier<T> code) {
        control.clientCodeEnter();
        try {
            return code.get();
        } finally {
            control.clientCodeLeave();
        }
    }

    /** Evaluates the source of cell number cell, inside {@link #cell}; the last of its snippets gives the answer. */
    public Outcome evaluate(String code, int cell) {
        String rest = code;
        Outcome last = new Outcome.Value(Optional.empty());
        while (!rest.isBlank()) {
            if (control.isStopping()) {
                return failures.plain(CellInterrupted.class.getName(), "the cell was interrupted");
            }
            CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (info.completeness() == Completeness.EMPTY) {
                return last;
            }
            int offset = code.length() - rest.length();
            if (info.completeness() == Completeness.DEFINITELY_INCOMPLETE) {
                return failures.plain("IncompleteSourceException", "the cell ends in the middle: " + rest.strip());
            }
            String source = info.source() == null ? rest : info.source();
            // JShell counts the lines of a snippet from its first token.
            int lead = Sources.leadingTrivia(source);
            last = evaluateOne(source.substring(lead), new Position(code, offset + lead, cell));
            if (last instanceof Outcome.Failure) {
                return last;
            }
            rest = info.remaining() == null ? "" : info.remaining();
        }
        return last;
    }

    /**
     * Imports all of these as one snippet, inside {@link #cell}: each snippet costs four compilations, and JShell takes
     * the text of an import as it stands. names: "java.util.*", "static pack.Type.*"; the first is the snippet's name,
     * and who imports it again replaces them all.
     */
    public Outcome importAll(List<String> names) {
        String source = names.stream().map(n -> "import " + n + ";").collect(Collectors.joining(" "));
        return evaluateOne(source, new Position(source, 0, 0));
    }

    /** A failure outside any snippet, in the same words as one inside. */
    public Outcome.Failure failure(Throwable thrown) {
        return failures.thrown(thrown, thrown.getStackTrace(), "", 0);
    }

    /** A failure whose trace would tell the user nothing. */
    public Outcome.Failure refusal(Throwable thrown) {
        return failures.plain(thrown.getClass().getName(), String.valueOf(thrown.getMessage()));
    }

    /** Stops the running cell; callable from any thread. */
    public void interrupt() {
        control.stop();
    }

    public Questions questions() {
        return questions;
    }

    public void addToClassPath(String entry) {
        shell.addToClasspath(entry);
    }

    public ClassLoader classLoader() {
        return loader.classLoader();
    }

    @Override
    public void close() {
        shell.close();
    }

    private record Position(String code, int offset, int cell) {
        SourceMap.Place place() {
            return new SourceMap.Place(
                    cell,
                    1
                            + (int) code.substring(0, offset)
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count());
        }
    }

    private Outcome evaluateOne(String source, Position at) {
        control.takeValue();
        control.takeThrown();
        // Frames name snippets by id, and ids are known only afterwards, but before anyone reads the trace.
        List<SnippetEvent> events = shell.eval(source);
        events.stream()
                .filter(e -> e.causeSnippet() == null)
                .forEach(e -> sources.put(e.snippet().id(), at.place()));
        for (SnippetEvent event : events) {
            if (event.exception() != null) {
                return failure(event, at);
            }
            if (event.causeSnippet() == null && event.status() == Status.REJECTED) {
                List<Diag> problems = new ArrayList<>();
                shell.diagnostics(event.snippet()).forEach(problems::add);
                return failures.rejected(problems, at.code(), at.offset());
            }
        }
        Outcome shown = new Outcome.Value(shownValue(events));
        forgetOldResults(events);
        return shown;
    }

    /** Every class that JShell writes imports every $N, so that cells would become slower and slower. */
    private void forgetOldResults(List<SnippetEvent> events) {
        events.stream()
                .filter(e -> e.causeSnippet() == null)
                .map(SnippetEvent::snippet)
                .filter(s -> s.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
                .forEach(results::addLast);
        while (results.size() > CellControl.RESULTS_KEPT) {
            shell.drop(results.removeFirst());
        }
    }

    private Outcome failure(SnippetEvent event, Position at) {
        JShellException exception = event.exception();
        Throwable thrown = control.takeThrown();
        if (exception instanceof EvalException e) {
            Throwable shown = thrown == null ? e : thrown;
            if (control.isStopping()) {
                shown = shown instanceof CellInterrupted ? shown : new CellInterrupted();
            }
            return failures.thrown(shown, e.getStackTrace(), at.code(), at.cell());
        }
        if (exception instanceof UnresolvedReferenceException e) {
            DeclarationSnippet missing = e.getSnippet();
            String names =
                    String.join(", ", shell.unresolvedDependencies(missing).toList());
            return failures.plain(
                    "UnresolvedReferenceException", "define " + names + " first; this uses it: " + missing.source());
        }
        return failures.plain(exception.getClass().getName(), String.valueOf(exception.getMessage()));
    }

    /** As IJava has it: expressions show their value; declarations, assignments and statements show none. */
    private Optional<Object> shownValue(List<SnippetEvent> events) {
        Object value = control.takeValue();
        for (SnippetEvent event : events) {
            SubKind kind = event.snippet().subKind();
            boolean shown = kind == SubKind.VAR_VALUE_SUBKIND
                    || kind == SubKind.OTHER_EXPRESSION_SUBKIND
                    || kind == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
            if (event.causeSnippet() == null && shown) {
                return Optional.ofNullable(value);
            }
        }
        return Optional.empty();
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

    /** Runs work of the kernel inside user code, such as eval(): an interrupt must not close the compiler's files. */
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

    /** Whether the running cell has been told to stop. */
    public boolean isStopping() {
        return control.isStopping();
    }

    public Declarations declarations() {
        return declarations;
    }

    /** What has been declared so far is the kernel's own and outlives {@link #reset}. */
    public void endStartUp() {
        declarations.keep();
    }

    /** Forgets what cells declared. */
    public void reset() {
        results.clear();
        declarations.forget();
    }
}
