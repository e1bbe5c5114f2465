package org.guideddescent.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import jdk.jshell.Diag;

/** Puts failures into words: type, message, causes and the cell's own line; compile errors with a caret. */
final class FailureText {
    private static final String RED = "\u001b[1;31m";
    private static final String PLAIN = "\u001b[0m";
    private static final String KERNEL = "org.guideddescent.kernel.";
    private static final String BASE = "io.github.spencerpark.";
    /** A trace shows as many frames at its top and at its bottom; a stack overflow has thousands between. */
    private static final int FRAMES = 10;

    private static final int CAUSES = 10;

    private static final int PROBLEMS = 50;

    private final SourceMap sources;

    FailureText(SourceMap sources) {
        this.sources = sources;
    }

    /** What was thrown, with its trace as JShell translates it, in which snippets are files named #id. */
    record Trace(Throwable thrown, List<StackTraceElement> frames) {}

    /** traces: the failure, then its causes. code: of the running cell, whose number is cell. */
    Outcome.Failure thrown(List<Trace> traces, String code, int cell) {
        List<String> lines = new ArrayList<>();
        boolean quoted = false;
        for (Trace trace : traces.subList(0, Math.min(CAUSES, traces.size()))) {
            String what = oneLine(trace.thrown());
            lines.add(lines.isEmpty() ? RED + what + PLAIN : "caused by " + what);
            List<StackTraceElement> frames = withoutKernel(trace.frames());
            for (int i = 0; i < frames.size(); i++) {
                if (i == FRAMES && frames.size() > 2 * FRAMES) {
                    lines.add("  … " + (frames.size() - 2 * FRAMES) + " more …");
                    i = frames.size() - FRAMES;
                }
                Optional<SourceMap.Place> place = sources.find(frames.get(i));
                lines.add("  at " + text(frames.get(i), place));
                if (!quoted && place.isPresent() && place.get().cell() == cell) {
                    lines.addAll(underlined(line(code, place.get().line())));
                    quoted = true;
                }
            }
        }
        Throwable first = traces.get(0).thrown();
        String message = first.getMessage() == null ? "" : Clip.text(CellNames.plain(first.getMessage()));
        if (first instanceof OutOfMemoryError) {
            lines.add(heapAdvice());
        }
        return new Outcome.Failure(CellNames.plain(first.getClass().getName()), message, lines);
    }

    private static String heapAdvice() {
        return "the heap holds " + (Runtime.getRuntime().maxMemory() >> 20) + " MB at most; set variables that you no"
                + " longer need to null, or install the kernel with more, for example --jvm-opt -Xmx8g";
    }

    /** Frames of the kernel itself would send the user to code that is not the cause. */
    private static List<StackTraceElement> withoutKernel(List<StackTraceElement> frames) {
        return frames.stream()
                .filter(f -> !f.getClassName().startsWith(KERNEL)
                        && !f.getClassName().startsWith(BASE))
                .toList();
    }

    private static String text(StackTraceElement frame, Optional<SourceMap.Place> place) {
        if (place.isEmpty()) {
            String line = frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber();
            String file = frame.getFileName() == null ? "unknown source" : frame.getFileName();
            return CellNames.plain(frame.getClassName() + "." + frame.getMethodName()) + " (" + file + line + ")";
        }
        String method = frame.getMethodName();
        String name = method.startsWith("lambda$") ? "a lambda" : method;
        return (name.isEmpty() ? "" : name + ", ") + place.get();
    }

    /** The problem of a snippet that begins at this offset of the cell. */
    record Problem(Diag diag, int offset) {
        String message() {
            String text = CellNames.plain(diag.getMessage(Locale.ENGLISH).strip());
            // The class around a statement is nobody's, so it is no place to name.
            return Clip.text(text.replaceFirst("\n\\s*location: class\\s*$", ""));
        }
    }

    /** problems: at least one. */
    Outcome.Failure rejected(List<Problem> problems, String code) {
        List<String> lines = new ArrayList<>();
        problems.stream().limit(PROBLEMS).forEach(p -> lines.addAll(marked(code, p)));
        if (problems.size() > PROBLEMS) {
            lines.add("… and " + (problems.size() - PROBLEMS) + " more errors");
        }
        String first = problems.get(0).message().lines().findFirst().orElse("");
        return new Outcome.Failure("CompilationException", first, lines);
    }

    Outcome.Failure plain(String type, String message) {
        String text = Clip.text(message);
        return new Outcome.Failure(type, text, List.of(RED + type + ": " + text + PLAIN));
    }

    private static List<String> marked(String code, Problem problem) {
        Diag diag = problem.diag();
        int at = problem.offset() + (int) diag.getStartPosition();
        int start = Math.max(0, Math.min(at, code.length()));
        int lineStart = code.lastIndexOf('\n', start - 1) + 1;
        int lineEnd = code.indexOf('\n', start) < 0 ? code.length() : code.indexOf('\n', start);
        long number =
                code.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
        long width = diag.getEndPosition() - diag.getStartPosition();
        Clip.Marked shown = Clip.line(
                code.substring(lineStart, lineEnd), start - lineStart, (int) Math.min(width, lineEnd - start));
        return List.of(
                RED + "line " + number + ": " + problem.message() + PLAIN,
                "  " + shown.line(),
                "  " + shown.indent() + RED + "^".repeat(shown.width()) + PLAIN);
    }

    private static List<String> underlined(String line) {
        String text = line.strip();
        Clip.Marked shown = Clip.line(text, 0, text.length());
        return List.of("     " + shown.line(), "     " + RED + "^".repeat(shown.width()) + PLAIN);
    }

    private static String line(String code, int number) {
        return code.lines().skip(Math.max(0, number - 1L)).findFirst().orElse("");
    }

    private static String oneLine(Throwable thrown) {
        String message = thrown.getMessage();
        String type = CellNames.plain(thrown.getClass().getName());
        return type + (message == null ? "" : ": " + Clip.text(CellNames.plain(message)));
    }
}
