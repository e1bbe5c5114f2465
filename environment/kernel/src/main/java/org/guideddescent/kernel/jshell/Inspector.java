package org.guideddescent.kernel.jshell;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.guideddescent.kernel.inspect.Arguments;
import org.guideddescent.kernel.inspect.JavaScan;
import org.guideddescent.kernel.inspect.JavaScan.Inside;
import org.guideddescent.kernel.inspect.JavaScan.Span;
import org.guideddescent.kernel.inspect.Names;
import org.guideddescent.kernel.inspect.Overloads;

/**
 * Finds what the cursor asks about: the name under it; else the call whose parentheses it stands in; else the call or
 * name that ends before it on its line.
 */
final class Inspector {
    private final JShell shell;
    private final Statements statements;
    private final Descriptions descriptions;

    Inspector(JShell shell, Declarations declarations, LibraryDocumentation libraries) {
        this.shell = shell;
        this.statements = new Statements(shell.sourceCodeAnalysis());
        this.descriptions = new Descriptions(shell, declarations, libraries);
    }

    List<String> inspect(String code, int cursor, boolean detailed) {
        JavaScan scan = JavaScan.of(code, cursor);
        if (scan.inside() == Inside.COMMENT || scan.inside() == Inside.MAGIC) {
            return List.of();
        }
        Optional<Span> name = scan.inside() == Inside.CODE ? Names.at(code, cursor) : Optional.empty();
        if (name.isPresent()) {
            return descriptions.of(name(code, name.get()), detailed);
        }
        Optional<Integer> call = enclosingCall(code, scan);
        return call.map(open -> descriptions.of(call(code, open), detailed))
                .orElseGet(() -> scan.inside() == Inside.CODE ? before(code, cursor, detailed) : List.of());
    }

    /** The innermost; a body in braces inside a call is not its argument any more. */
    private static Optional<Integer> enclosingCall(String code, JavaScan scan) {
        for (int i = scan.open().size() - 1; i >= 0; i--) {
            int open = scan.open().get(i);
            if (code.charAt(open) == '{') {
                return Optional.empty();
            }
            if (code.charAt(open) == '(' && Names.isCall(code, open)) {
                return Optional.of(open);
            }
        }
        return Optional.empty();
    }

    private List<String> before(String code, int cursor, boolean detailed) {
        int last = lastOnLine(code, cursor);
        if (last >= 0 && code.charAt(last) == ')') {
            List<Integer> open = JavaScan.of(code, last).open();
            return open.isEmpty() || !Names.isCall(code, open.get(open.size() - 1))
                    ? expression(code, last + 1)
                    : descriptions.of(call(code, open.get(open.size() - 1)), detailed);
        }
        return Names.at(code, last + 1)
                .map(name -> descriptions.of(name(code, name), detailed))
                .orElseGet(() -> expression(code, last + 1));
    }

    /** The type of what ends at the index. */
    private List<String> expression(String code, int end) {
        String expression = new Asked(code, end).part.strip();
        String type = type(expression);
        return type.isEmpty() ? List.of() : List.of(expression + ": " + type);
    }

    private static int lastOnLine(String code, int cursor) {
        int last = cursor - 1;
        while (last >= 0 && "; \t".indexOf(code.charAt(last)) >= 0) {
            last--;
        }
        return last;
    }

    private Answer call(String code, int open) {
        Arguments.Call call = Arguments.ofCall(code, open);
        Asked asked = new Asked(code, open + 1);
        Answer all = asked.documentation("");
        if (all.documentation().size() < 2) {
            return all;
        }
        List<String> types = call.arguments().stream().map(asked::argument).toList();
        return all.ordered(signatures -> Overloads.order(signatures, types, !call.isClosed()));
    }

    private String type(String expression) {
        String type =
                expression.isEmpty() ? null : shell.sourceCodeAnalysis().analyzeType(expression, expression.length());
        return type == null ? "" : type;
    }

    private Answer name(String code, Span name) {
        Optional<Integer> parenthesis = Names.parenthesis(code, name.end());
        Asked asked = new Asked(code, name.end());
        List<Supplier<Answer>> ways = new ArrayList<>(reference(code, name));
        parenthesis.ifPresent(open -> ways.add(() -> call(code, open)));
        ways.add(() -> asked.documentation(""));
        // JShell documents a method only once its parenthesis is open.
        ways.add(() -> asked.documentation("("));
        ways.addAll(alone(code, name, asked.part));
        return ways.stream()
                .map(Supplier::get)
                .filter(a -> !a.isEmpty())
                .findFirst()
                .orElse(Answer.NONE);
    }

    /** The method of a method reference, static or not. */
    private List<Supplier<Answer>> reference(String code, Span name) {
        int colon = Names.before(code, name.begin());
        if (colon < 1 || !code.startsWith("::", colon - 1)) {
            return List.of();
        }
        int end = Names.before(code, colon - 1) + 1;
        String owner = code.substring(Names.chain(code, Names.beginning(code, end)), end);
        String method = "." + name.of(code) + "(";
        return List.of(() -> plain(owner + method), () -> plain("((" + owner + ") null)" + method));
    }

    /** The name without its statement, which may be an import, an annotation or a declaration. */
    private List<Supplier<Answer>> alone(String code, Span name, String statement) {
        int begin = Names.chain(code, name.begin());
        int before = Names.before(code, begin);
        String chain = code.substring(begin, name.end());
        return (before >= 0 && code.charAt(before) == '.') || Descriptions.isDeclaredIn(statement, chain)
                ? List.of()
                : List.of(
                        () -> plain(chain),
                        () -> plain(chain + "("),
                        () -> chain.equals(name.of(code)) ? declaredHere(code, name) : Answer.NONE,
                        () -> chain.equals(name.of(code)) ? notImported(chain) : Answer.NONE);
    }

    /** A variable or type at its own declaration. */
    private Answer declaredHere(String code, Span name) {
        List<Span> all = JavaScan.of(code, code.length()).finished();
        List<Span> until = all.stream().filter(s -> s.begin() <= name.begin()).toList();
        String opening = new CellScope(code, until).openingFor(name.of(code), Set.of());
        return opening.isEmpty() ? Answer.NONE : plain(opening + name.of(code));
    }

    /** A class that some import would find. */
    private Answer notImported(String word) {
        if (!Character.isUpperCase(word.codePointAt(0))) {
            return Answer.NONE;
        }
        Set<Documentation> all = new LinkedHashSet<>();
        for (String full : shell.sourceCodeAnalysis()
                .listQualifiedNames(word, word.length())
                .getNames()) {
            all.addAll(plain(full).documentation());
        }
        return new Answer(List.copyOf(all), word);
    }

    private Answer plain(String code) {
        return ask(code, code);
    }

    private Answer ask(String code, String statement) {
        return new Answer(shell.sourceCodeAnalysis().documentation(code, code.length(), true), statement);
    }

    /** The statement up to some index, which JShell is asked about, with what the cell declares above it and without. */
    private final class Asked {
        private final String part;
        private final String opening;

        Asked(String code, int end) {
            JavaScan scan = JavaScan.of(code, end);
            this.part = code.substring(statements.begin(code, end, scan), end);
            this.opening = new CellScope(code, scan.finished()).openingFor(part, Set.of());
        }

        /** The type of an argument; JShell tells that of a local variable only where it stands. */
        String argument(String expression) {
            String type = type(expression);
            return !type.isEmpty() || !expression.matches("[\\p{L}_$][\\w.$]*")
                    ? type
                    : documentation(expression).documentation().stream()
                            .map(Documentation::signature)
                            .filter(s -> s.indexOf(':') > 0)
                            .map(s -> s.substring(s.indexOf(':') + 1))
                            .findFirst()
                            .orElse("");
        }

        Answer documentation(String behind) {
            String text = part + behind;
            Answer inBlock = opening.isEmpty() ? Answer.NONE : ask(opening + text, text);
            return inBlock.isEmpty() ? plain(text) : inBlock;
        }
    }
}
