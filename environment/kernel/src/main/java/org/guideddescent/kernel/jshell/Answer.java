package org.guideddescent.kernel.jshell;

import java.util.List;
import java.util.function.UnaryOperator;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/** What JShell says of the name or call at the end of a statement, the best first. */
record Answer(List<Documentation> documentation, String statement) {
    static final Answer NONE = new Answer(List.of(), "");

    boolean isEmpty() {
        return documentation.isEmpty();
    }

    /** order: of the signatures. */
    Answer ordered(UnaryOperator<List<String>> order) {
        List<String> signatures =
                order.apply(documentation.stream().map(Documentation::signature).toList());
        List<Documentation> ordered = signatures.stream()
                .flatMap(s -> documentation.stream().filter(d -> d.signature().equals(s)))
                .distinct()
                .toList();
        return new Answer(ordered, statement);
    }
}
