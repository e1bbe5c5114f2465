package org.guideddescent.kernel.jshell;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** What a front end asks about code that it does not run: completion, documentation, completeness. */
public final class Questions {
    /** Candidates for the text between start and end. */
    public record Completion(List<String> matches, int start, int end) {}

    /** Whether code could run as it stands; indent is for the next line of incomplete code. */
    public record Completeness(String status, String indent) {}

    private static final String INDENT = "    ";

    private final JShell shell;

    Questions(JShell shell) {
        this.shell = shell;
    }

    public Completion complete(String code, int cursor) {
        int[] anchor = {cursor};
        // Only the statement under the cursor: JShell completes nothing behind a finished statement.
        int begin = statementStart(code, cursor);
        String part = code.substring(begin, cursor);
        List<Suggestion> suggestions = analysis().completionSuggestions(part, part.length(), anchor);
        boolean typed = suggestions.stream().anyMatch(Suggestion::matchesType);
        TreeSet<String> matches = suggestions.stream()
                .filter(s -> !typed || s.matchesType())
                .map(Suggestion::continuation)
                .collect(Collectors.toCollection(TreeSet::new));
        int start = matches.isEmpty() ? cursor : begin + anchor[0];
        return new Completion(List.copyOf(matches), start, cursor);
    }

    /** Signatures and documentation of what stands at the cursor, or the type of the expression before it. */
    public List<String> inspect(String code, int cursor) {
        int end = cursor;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        int begin = statementStart(code, end);
        String part = code.substring(begin, end);
        List<String> found = documentation(part);
        // JShell documents a method only once its parenthesis is open.
        found = found.isEmpty() ? documentation(part + "(") : found;
        if (!found.isEmpty()) {
            return found;
        }
        String type = analysis().analyzeType(part, part.length());
        return type == null ? List.of() : List.of(part.strip() + ": " + type);
    }

    public Completeness completeness(String code) {
        String rest = code;
        while (!rest.isBlank()) {
            CompletionInfo info = analysis().analyzeCompletion(rest);
            switch (info.completeness()) {
                case UNKNOWN -> {
                    return new Completeness("invalid", "");
                }
                case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
                    return new Completeness("incomplete", indent(code));
                }
                case EMPTY -> {
                    return new Completeness("complete", "");
                }
                default -> rest = info.remaining();
            }
        }
        return new Completeness("complete", "");
    }

    private List<String> documentation(String code) {
        return analysis().documentation(code, code.length(), true).stream()
                .map(Questions::text)
                .distinct()
                .toList();
    }

    private static String text(Documentation documentation) {
        String doc = documentation.javadoc();
        return documentation.signature() + (doc == null ? "" : "\n" + doc);
    }

    private int statementStart(String code, int cursor) {
        int begin = 0;
        while (begin < cursor) {
            CompletionInfo info = analysis().analyzeCompletion(code.substring(begin, cursor));
            String remaining = info.remaining();
            if (!info.completeness().isComplete() || remaining == null || remaining.isEmpty()) {
                return begin;
            }
            begin = cursor - remaining.length();
        }
        return begin;
    }

    private static String indent(String code) {
        long depth = code.chars().filter(c -> c == '{').count()
                - code.chars().filter(c -> c == '}').count();
        return INDENT.repeat((int) Math.max(0, depth));
    }

    private SourceCodeAnalysis analysis() {
        return shell.sourceCodeAnalysis();
    }
}
