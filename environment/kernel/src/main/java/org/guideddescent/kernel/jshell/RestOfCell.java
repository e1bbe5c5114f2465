package org.guideddescent.kernel.jshell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;

/**
 * Compiles what follows a compile error without running it, so that a cell shows all its errors at once. What it declares
 * is dropped again. It ends where a declaration would replace an earlier one, which could not be undone.
 */
final class RestOfCell {
    private static final Pattern SYMBOL = Pattern.compile("symbol:\\s+\\w+ (\\w+)");

    private final JShell shell;
    private final CellControl control;

    RestOfCell(JShell shell, CellControl control) {
        this.shell = shell;
        this.control = control;
    }

    /** Errors behind the rejected snippet, less those that only say that it was rejected. */
    List<FailureText.Problem> problems(Cell.Part rejected, Stream<Cell.Part> rest) {
        List<FailureText.Problem> found = new ArrayList<>();
        Set<String> missing = new HashSet<>(names(rejected.source()).toList());
        Set<String> present = new HashSet<>();
        shell.snippets().flatMap(RestOfCell::name).forEach(present::add);
        Deque<Snippet> declared = new ArrayDeque<>();
        control.compileOnly(true);
        try {
            rest.takeWhile(p -> names(p.source()).noneMatch(present::contains)).forEach(part -> {
                for (SnippetEvent event : shell.eval(part.source())) {
                    if (event.causeSnippet() != null) {
                        continue;
                    }
                    if (event.status() == Snippet.Status.REJECTED) {
                        missing.addAll(names(part.source()).toList());
                        shell.diagnostics(event.snippet())
                                .filter(d -> d.isError())
                                .map(d -> new FailureText.Problem(d, part.offset()))
                                .filter(p -> !speaksOf(missing, p))
                                .forEach(found::add);
                    } else if (event.snippet().kind().isPersistent()) {
                        declared.push(event.snippet());
                    }
                }
            });
            declared.forEach(shell::drop);
        } finally {
            control.compileOnly(false);
        }
        return found;
    }

    private static boolean speaksOf(Set<String> missing, FailureText.Problem problem) {
        Matcher matcher = SYMBOL.matcher(problem.message());
        return matcher.find() && missing.contains(matcher.group(1));
    }

    /** What a source would declare. */
    private Stream<String> names(String source) {
        return shell.sourceCodeAnalysis().sourceToSnippets(source).stream().flatMap(RestOfCell::name);
    }

    private static Stream<String> name(Snippet snippet) {
        return snippet instanceof DeclarationSnippet declaration ? Stream.of(declaration.name()) : Stream.of();
    }
}
