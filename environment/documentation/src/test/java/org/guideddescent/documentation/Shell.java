package org.guideddescent.documentation;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;

/** A JShell in this process that has read the imports of {@code environment/jshell}; the code of one page runs in it. */
final class Shell implements AutoCloseable {
    private final JShell shell;
    private int count;

    Shell() {
        shell = JShell.builder()
                .executionEngine("local")
                .compilerOptions("-classpath", System.getProperty("java.class.path"))
                .build();
        run("import java.io.*; import java.math.*; import java.net.*; import java.nio.file.*; import java.util.*;"
                + " import java.util.function.*; import java.util.stream.*;");
        run(Project.read(Project.ROOT.resolve("environment/lib/startup.jsh")));
    }

    /**
     * Runs code and answers with what it printed.
     *
     * @throws AssertionError with the compiler's words or the exception, and the snippet
     */
    String run(String code) {
        var standard = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            var events = new ArrayList<SnippetEvent>();
            for (var snippet : snippets(code)) {
                events.addAll(evaluate(snippet));
            }
            refuseUnresolved(events);
        } finally {
            System.setOut(standard);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** Compiles code with all its types and runs none of it: what it declares is declared, its statements stand in a method. */
    void compile(String code) {
        var body = new StringBuilder();
        for (var snippet : snippets(code)) {
            var kind = kind(snippet);
            if (kind == Kind.IMPORT || kind == Kind.METHOD || kind == Kind.TYPE_DECL) {
                run(snippet);
            } else if (isValue(snippet.stripTrailing())) {
                body.append("Object value")
                        .append(++count)
                        .append(" = ")
                        .append(snippet.strip())
                        .append(";\n");
            } else {
                body.append(snippet);
            }
        }
        run("void compiled" + ++count + "() throws Exception {\n" + body + "\n}");
    }

    @Override
    public void close() {
        shell.close();
    }

    private List<String> snippets(String code) {
        var found = new ArrayList<String>();
        var rest = code;
        while (!rest.isBlank()) {
            var next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (next.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
                break;
            }
            if (next.source() == null || !next.completeness().isComplete()) {
                throw new AssertionError("this is no complete Java:\n" + rest);
            }
            found.add(next.source());
            rest = next.remaining();
        }
        return found;
    }

    /** An expression without a semicolon, as the last line of a cell; a declaration has got one by now. */
    private static boolean isValue(String snippet) {
        return !snippet.endsWith(";") && !snippet.endsWith("}");
    }

    private Kind kind(String snippet) {
        return shell.sourceCodeAnalysis().sourceToSnippets(snippet).get(0).kind();
    }

    private List<SnippetEvent> evaluate(String snippet) {
        var events = shell.eval(snippet);
        for (var event : events) {
            if (event.status() == Snippet.Status.REJECTED) {
                throw new AssertionError(diagnostics(event.snippet()) + "\n" + snippet);
            }
            if (event.exception() instanceof EvalException thrown) {
                throw new AssertionError(
                        thrown.getExceptionClassName() + ": " + thrown.getMessage() + "\n" + snippet, thrown);
            }
            if (event.exception() != null) {
                throw new AssertionError(diagnostics(event.snippet()) + "\n" + snippet, event.exception());
            }
        }
        return events;
    }

    /** A method may use what a later snippet of its block declares, but nothing that no one does. */
    private void refuseUnresolved(List<SnippetEvent> events) {
        for (var event : events) {
            var status = shell.status(event.snippet());
            boolean unresolved =
                    status == Snippet.Status.RECOVERABLE_DEFINED || status == Snippet.Status.RECOVERABLE_NOT_DEFINED;
            if (unresolved && event.snippet() instanceof DeclarationSnippet declaration) {
                var names = shell.unresolvedDependencies(declaration).collect(Collectors.joining(", "));
                throw new AssertionError(
                        "nothing declares " + names + "\n" + diagnostics(declaration) + "\n" + declaration.source());
            }
        }
    }

    private String diagnostics(Snippet snippet) {
        return shell.diagnostics(snippet).map(d -> d.getMessage(Locale.ENGLISH)).collect(Collectors.joining("\n"));
    }
}
