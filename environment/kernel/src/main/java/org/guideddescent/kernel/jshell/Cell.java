package org.guideddescent.kernel.jshell;

import java.util.Optional;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** The code of a cell, taken apart into snippets from its beginning to its end. */
final class Cell {
    /** One snippet: its source from its first token on, which stands at offset of the cell. */
    record Part(String source, int offset, boolean ends) {}

    private final SourceCodeAnalysis analysis;
    private final String code;
    private int at;

    Cell(SourceCodeAnalysis analysis, String code) {
        this.analysis = analysis;
        this.code = code;
    }

    /** The next snippet; ends is false where the cell stops in its middle. Empty when nothing but space is left. */
    Optional<Part> next() {
        String rest = code.substring(at);
        if (rest.isBlank()) {
            return Optional.empty();
        }
        CompletionInfo info = analysis.analyzeCompletion(rest);
        if (info.completeness() == Completeness.EMPTY) {
            at = code.length();
            return Optional.empty();
        }
        String source = info.source() == null ? rest : info.source();
        int lead = Sources.leadingTrivia(source);
        Part part =
                new Part(source.substring(lead), at + lead, info.completeness() != Completeness.DEFINITELY_INCOMPLETE);
        at = info.remaining() == null || info.remaining().isEmpty()
                ? code.length()
                : code.length() - info.remaining().length();
        return Optional.of(part);
    }
}
