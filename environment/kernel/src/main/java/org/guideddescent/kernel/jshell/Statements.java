package org.guideddescent.kernel.jshell;

import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.guideddescent.kernel.inspect.JavaScan;

/** Finds the statement under a cursor: JShell completes and documents nothing behind a finished one. */
record Statements(SourceCodeAnalysis analysis) {

    /** Where the statement under the cursor begins; scan: of the text up to there. */
    int begin(String code, int cursor, JavaScan scan) {
        return begin(code, cursor, scan.begin());
    }

    /** from: the beginning of some statement; JShell's answer costs a compilation for each one that it passes. */
    int begin(String code, int cursor, int from) {
        int begin = from;
        while (begin < cursor) {
            CompletionInfo info = analysis.analyzeCompletion(code.substring(begin, cursor));
            String remaining = info.remaining();
            if (!info.completeness().isComplete() || remaining == null || remaining.isEmpty()) {
                return begin;
            }
            begin = cursor - remaining.length();
        }
        return begin;
    }
}
