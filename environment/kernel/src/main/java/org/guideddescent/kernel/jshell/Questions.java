package org.guideddescent.kernel.jshell;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.guideddescent.kernel.inspect.SourceJars;

/** What a front end asks about code that it does not run: completion, documentation, completeness. */
public final class Questions {
    private static final System.Logger LOG = System.getLogger(Questions.class.getName());
    private static final String INDENT = "    ";

    /**
     * Candidates for the text between start and end.
     *
     * @param matches the candidates
     * @param types of each what it is: function, class, field and the like
     * @param start index of the text to replace
     * @param end index behind it
     */
    public record Completion(List<String> matches, List<String> types, int start, int end) {
        /**
         * Candidates that are magics.
         *
         * @param matches the candidates
         * @param start index of the text to replace
         * @param end index behind it
         */
        public Completion(List<String> matches, int start, int end) {
            this(matches, Collections.nCopies(matches.size(), "magic"), start, end);
        }
    }

    /**
     * Whether code could run as it stands.
     *
     * @param status complete, incomplete, invalid or unknown
     * @param indent for the next line of incomplete code
     */
    public record Completeness(String status, String indent) {}

    private final JShell shell;
    private final Completer completer;
    private final Inspector inspector;

    /** jarOf: see {@link SourceJars}; loader: finds the supertypes of library classes. */
    Questions(
            JShell shell,
            Declarations declarations,
            BiFunction<String, String, Optional<Path>> jarOf,
            ClassLoader loader) {
        this.shell = shell;
        this.completer = new Completer(shell);
        this.inspector =
                new Inspector(shell, declarations, new LibraryDocumentation(shell, new SourceJars(jarOf), loader));
    }

    /**
     * {@return candidates for what stands at the cursor}
     *
     * @param code Java text, perhaps unfinished
     * @param cursor index into the code, as all of these
     */
    public Completion complete(String code, int cursor) {
        int at = within(code, cursor);
        return answer(() -> completer.complete(code, at), new Completion(List.of(), List.of(), at, at));
    }

    /**
     * {@return the same without the sources of cells, and with one overload's documentation}
     *
     * @param code Java text, perhaps unfinished
     * @param cursor index into the code
     */
    public List<String> inspect(String code, int cursor) {
        return inspect(code, cursor, false);
    }

    /**
     * {@return signatures and documentation of what stands at the cursor, or of the call around it; empty for what is
     * unknown}
     *
     * @param code Java text, perhaps unfinished
     * @param cursor index into the code
     * @param detailed with the sources of cells and with all overloads
     */
    public List<String> inspect(String code, int cursor, boolean detailed) {
        int at = within(code, cursor);
        return answer(() -> inspector.inspect(code, at, detailed), List.of());
    }

    private static int within(String code, int cursor) {
        return Math.max(0, Math.min(cursor, code.length()));
    }

    /** An editor asks about half-written code, for which the compiler may fail; nobody wants to hear of that. */
    private static <T> T answer(Supplier<T> question, T none) {
        try {
            return question.get();
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            LOG.log(System.Logger.Level.DEBUG, "the compiler failed at half-written code", e);
            return none;
        }
    }

    /**
     * {@return whether the code could run as it stands}
     *
     * @param code Java text, perhaps unfinished
     */
    public Completeness completeness(String code) {
        String rest = code;
        while (!rest.isBlank()) {
            CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
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

    private static String indent(String code) {
        long depth = code.chars().filter(c -> c == '{').count()
                - code.chars().filter(c -> c == '}').count();
        return INDENT.repeat((int) Math.max(0, depth));
    }
}
