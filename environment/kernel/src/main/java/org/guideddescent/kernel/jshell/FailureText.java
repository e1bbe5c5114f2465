package org.guideddescent.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.Diag;

/** Puts failures into words: type, message, causes and the cell's own line; compile errors with a caret. */
final class FailureText {
    private static final String RED = "\u001b[1;31m";
    private static final String KERNEL = "org.guideddescent.kernel.";
    private static final String PLAIN = "\u001b[0m";

    private final SourceMap sources;

    FailureText(SourceMap sources) {
        this.sources = sources;
    }

    /** frames: the trace as JShell translates it, in which snippets are files named #id. */
    Outcome.Failure thrown(Throwable thrown, StackTraceElement[] frames, String code, int cell) {
        List<String> lines = new ArrayList<>();
        lines.add(RED + oneLine(thrown) + PLAIN);
        boolean quoted = false;
        for (StackTraceElement frame : withoutKernel(frames)) {
            Optional<SourceMap.Place> place = sources.find(frame);
            String method = frame.getMethodName().isEmpty() ? "" : frame.getMethodName() + ", ";
            lines.add(place.map(p -> "  at " + method + p).orElse("  at " + frame));
            if (!quoted && place.isPresent() && place.get().cell() == cell) {
                lines.add("     " + RED + line(code, place.get().line()) + PLAIN);
                quoted = true;
            }
        }
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            lines.add("caused by " + oneLine(cause));
            StackTraceElement[] trace = cause.getStackTrace();
            if (trace.length > 0) {
                lines.add("  at " + trace[0]);
            }
        }
        String message = thrown.getMessage() == null ? "" : thrown.getMessage();
        return new Outcome.Failure(thrown.getClass().getName(), message, lines);
    }

    /** Frames of the kernel itself would send the user to code that is not the cause. */
    private static List<StackTraceElement> withoutKernel(StackTraceElement[] frames) {
        return Stream.of(frames)
                .filter(f -> !f.getClassName().startsWith(KERNEL))
                .toList();
    }

    /** offset: where the snippet begins in the cell. */
    Outcome.Failure rejected(List<Diag> problems, String code, int offset) {
        List<String> lines = new ArrayList<>();
        String first = "";
        for (Diag problem : problems) {
            if (problem.isError()) {
                String message = problem.getMessage(Locale.ENGLISH).strip();
                first = first.isEmpty() ? message.lines().findFirst().orElse("") : first;
                lines.addAll(marked(code, offset + (int) problem.getStartPosition(), problem, message));
            }
        }
        return new Outcome.Failure("CompilationException", first, lines);
    }

    Outcome.Failure plain(String type, String message) {
        return new Outcome.Failure(type, message, List.of(RED + type + ": " + message + PLAIN));
    }

    private static List<String> marked(String code, int at, Diag problem, String message) {
        int start = Math.max(0, Math.min(at, code.length()));
        int lineStart = code.lastIndexOf('\n', start - 1) + 1;
        int lineEnd = code.indexOf('\n', start) < 0 ? code.length() : code.indexOf('\n', start);
        long number =
                code.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
        int width = (int) Math.min(problem.getEndPosition() - problem.getStartPosition(), lineEnd - start);
        return List.of(
                RED + "line " + number + ": " + message + PLAIN,
                "  " + code.substring(lineStart, lineEnd),
                "  " + " ".repeat(start - lineStart) + RED + "^".repeat(Math.max(1, width)) + PLAIN);
    }

    private static String line(String code, int number) {
        return code.lines().skip(Math.max(0, number - 1L)).findFirst().orElse("");
    }

    private static String oneLine(Throwable thrown) {
        String message = thrown.getMessage();
        return thrown.getClass().getName() + (message == null ? "" : ": " + message);
    }
}
