package org.guideddescent.kernel.jshell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;

/** Evaluates one snippet: one declaration, expression or statement of a cell. */
final class Snippets {
    /** Where a snippet begins: at offset of code, which is all of cell number cell. */
    record Position(String code, int offset, int cell) {
        SourceMap.Place place() {
            long above =
                    code.substring(0, offset).chars().filter(c -> c == '\n').count();
            return new SourceMap.Place(cell, 1 + (int) above);
        }
    }

    /** Exactly one of rejected and outcome says how it went; declared: what the snippet itself brought. */
    record Result(List<FailureText.Problem> rejected, Outcome outcome, List<Snippet> declared) {}

    private final JShell shell;
    private final CellControl control;
    private final SourceMap sources;
    private final FailureText failures;
    private final CompiledClasses compiled;
    private final Deque<Kept> results = new ArrayDeque<>();

    /** A result that is still reachable as $N, and its class. */
    private record Kept(Snippet snippet, Optional<String> type) {}

    Snippets(JShell shell, CellControl control, SourceMap sources, FailureText failures) {
        this.shell = shell;
        this.control = control;
        this.sources = sources;
        this.failures = failures;
        this.compiled = CompiledClasses.of(shell);
    }

    /** source: begins with a token, since JShell counts the lines of a snippet from there. */
    Result evaluate(String source, Position at) {
        control.takeValue();
        control.takeThrown();
        var unused = control.takeInvoked();
        // Frames name snippets by id, and ids are known only afterwards, but before anyone reads the trace.
        List<SnippetEvent> events = shell.eval(source);
        List<Snippet> own = events.stream()
                .filter(e -> e.causeSnippet() == null)
                .map(SnippetEvent::snippet)
                .toList();
        own.forEach(s -> sources.put(s.id(), at.place()));
        for (SnippetEvent event : events) {
            if (event.exception() != null) {
                return new Result(List.of(), failure(event, at), own);
            }
            if (event.causeSnippet() == null && event.status() == Status.REJECTED) {
                return new Result(problems(event.snippet(), at.offset()), null, List.of());
            }
        }
        Outcome shown = new Outcome.Value(shownValue(events));
        Optional<String> type = control.takeInvoked();
        forgetOldResults(own, type);
        if (own.stream().noneMatch(s -> s.kind().isPersistent())) {
            type.ifPresent(control::forget);
            type.ifPresent(compiled::forget);
        }
        return new Result(List.of(), shown, own);
    }

    /** How many class files JShell holds; 0 where it does not let us look. */
    int compiledClasses() {
        return compiled.count();
    }

    /** For a shell whose snippets were all dropped. */
    void forgetResults() {
        results.clear();
    }

    private List<FailureText.Problem> problems(Snippet rejected, int offset) {
        return shell.diagnostics(rejected)
                .filter(d -> d.isError())
                .map(d -> new FailureText.Problem(d, offset))
                .toList();
    }

    /** Every class that JShell writes imports every $N, so that cells would become slower and slower. */
    private void forgetOldResults(List<Snippet> own, Optional<String> type) {
        own.stream()
                .filter(s -> s.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
                .forEach(s -> results.addLast(new Kept(s, type)));
        while (results.size() > CellControl.RESULTS_KEPT) {
            Kept old = results.removeFirst();
            shell.drop(old.snippet());
            // Only now: while JShell has the snippet, every class that it writes imports this one.
            old.type().ifPresent(compiled::forget);
        }
    }

    private Outcome failure(SnippetEvent event, Position at) {
        JShellException exception = event.exception();
        Throwable thrown = control.takeThrown();
        Optional<CellInterrupted> stopped = control.stopping();
        if (exception instanceof EvalException e) {
            if (thrown instanceof CellExit exit && exit.status() == 0) {
                return new Outcome.Value(Optional.empty(), true);
            }
            Throwable shown = thrown == null ? e : thrown;
            return stopped.map(s -> failures.thrown(
                            List.of(new FailureText.Trace(s, List.of(e.getStackTrace()))), at.code(), at.cell()))
                    .orElseGet(() -> failures.thrown(traces(shown, e), at.code(), at.cell()));
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

    /** Pairs the real exceptions with JShell's, whose traces speak of snippets. */
    private static List<FailureText.Trace> traces(Throwable thrown, EvalException translated) {
        List<FailureText.Trace> traces = new ArrayList<>();
        Throwable real = thrown;
        Throwable told = translated;
        while (real != null && traces.stream().map(FailureText.Trace::thrown).noneMatch(real::equals)) {
            StackTraceElement[] frames = told == null ? real.getStackTrace() : told.getStackTrace();
            traces.add(new FailureText.Trace(real, List.of(frames)));
            real = real.getCause();
            told = told == null ? null : told.getCause();
        }
        return traces;
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
}
