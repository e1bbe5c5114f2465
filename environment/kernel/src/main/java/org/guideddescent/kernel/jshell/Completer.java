package org.guideddescent.kernel.jshell;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.guideddescent.kernel.inspect.JavaScan;
import org.guideddescent.kernel.inspect.Names;
import org.guideddescent.kernel.jshell.Questions.Completion;

/**
 * Completes the name at a cursor. What fits the expected type comes first, and nothing is hidden: the type expected of a
 * receiver whose member is still to be named is not the type of the receiver.
 */
final class Completer {
    /** More do not fit a list that a person reads. */
    private static final int MOST = 1000;

    private static final Comparator<String> ALPHABET =
            String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());

    private final JShell shell;
    private final Statements statements;

    Completer(JShell shell) {
        this.shell = shell;
        this.statements = new Statements(shell.sourceCodeAnalysis());
    }

    Completion complete(String code, int cursor) {
        JavaScan scan = JavaScan.of(code, cursor);
        int word = Names.beginning(code, cursor);
        int before = Names.before(code, word);
        boolean member = before >= 0 && code.charAt(before) == '.';
        if (scan.inside() != JavaScan.Inside.CODE
                || scan.hasIllegalCharacter()
                || isNumber(code, word, cursor)
                || (member && !isReceiver(code, before))) {
            return new Completion(List.of(), List.of(), cursor, cursor);
        }
        if (before > 0 && code.startsWith("::", before - 1)) {
            return reference(code, before - 1, word, cursor);
        }
        int begin = statements.begin(code, cursor, scan);
        String part = code.substring(begin, cursor);
        CellScope scope = new CellScope(code, scan.finished());
        Map<String, String> own = member ? Map.of() : declared(scope, part, code.substring(word, cursor));
        Found found = suggestions(scope.openingFor(part, sources(scope)), part);
        int start = found.isEmpty() ? word : begin + found.anchor();
        Collection<String> texts = found.texts(own.keySet());
        if (texts.isEmpty() && !member) {
            texts = qualified(part, word - begin);
        }
        List<String> matches = texts.stream().limit(MOST).toList();
        Kinds kinds = new Kinds(shell, own, member);
        return new Completion(
                matches, matches.stream().map(kinds::of).toList(), matches.isEmpty() ? cursor : start, cursor);
    }

    /** Methods behind two colons, static or not, for which JShell has no answer. */
    private Completion reference(String code, int colons, int word, int cursor) {
        int end = Names.before(code, colons) + 1;
        String owner = code.substring(Names.chain(code, Names.beginning(code, end)), end);
        String written = code.substring(word, cursor);
        List<String> matches = owner.isEmpty()
                ? List.of()
                : Stream.of(owner, "((" + owner + ") null)")
                        .flatMap(receiver -> ask("", receiver + "." + written).suggestions().stream())
                        .map(Suggestion::continuation)
                        .filter(match -> match.contains("("))
                        .map(match -> match.substring(0, match.indexOf('(')))
                        .distinct()
                        .sorted(ALPHABET)
                        .toList();
        return new Completion(
                matches, Collections.nCopies(matches.size(), "function"), matches.isEmpty() ? cursor : word, cursor);
    }

    private static boolean isNumber(String code, int word, int cursor) {
        return word < cursor && !Character.isJavaIdentifierStart(code.codePointAt(word));
    }

    /** Whether what stands before a dot can have members: JShell offers every name behind what it cannot read. */
    private static boolean isReceiver(String code, int dot) {
        int last = Names.before(code, dot);
        int name = Names.beginning(code, last + 1);
        return name <= last
                ? Character.isJavaIdentifierStart(code.codePointAt(name))
                : last >= 0 && ")]}>\"".indexOf(code.charAt(last)) >= 0;
    }

    /** Names that the cell declares above, by name with their kind. */
    private static Map<String, String> declared(CellScope scope, String part, String written) {
        Map<String, String> names = new LinkedHashMap<>();
        if (!part.stripLeading().startsWith("import ")) {
            scope.declarations().stream()
                    .filter(d -> d.name().startsWith(written))
                    .forEach(d -> names.put(d.name(), d.isType() ? "class" : "instance"));
        }
        return names;
    }

    private Set<String> sources(CellScope scope) {
        return scope.declarations().isEmpty()
                ? Set.of()
                : Stream.concat(shell.variables(), shell.types())
                        .map(Snippet::source)
                        .map(String::strip)
                        .collect(Collectors.toSet());
    }

    private Found suggestions(String opening, String part) {
        Found inBlock = opening.isEmpty() ? Found.NONE : ask(opening, part);
        return inBlock.isEmpty() ? ask("", part) : inBlock;
    }

    private Found ask(String opening, String part) {
        int[] anchor = {0};
        String text = opening + part;
        List<Suggestion> all = shell.sourceCodeAnalysis().completionSuggestions(text, text.length(), anchor);
        return new Found(all, anchor[0] - opening.length());
    }

    /** What JShell offers for the text from anchor on. */
    private record Found(List<Suggestion> suggestions, int anchor) {
        static final Found NONE = new Found(List.of(), 0);

        boolean isEmpty() {
            return suggestions.isEmpty();
        }

        Collection<String> texts(Collection<String> more) {
            TreeSet<String> fitting = suggestions.stream()
                    .filter(Suggestion::matchesType)
                    .map(Suggestion::continuation)
                    .collect(Collectors.toCollection(() -> new TreeSet<>(ALPHABET)));
            TreeSet<String> others = suggestions.stream()
                    .map(Suggestion::continuation)
                    .collect(Collectors.toCollection(() -> new TreeSet<>(ALPHABET)));
            others.addAll(more);
            others.removeAll(fitting);
            return Stream.concat(fitting.stream(), others.stream()).toList();
        }
    }

    /** Full names of a class that is not imported. */
    private List<String> qualified(String part, int word) {
        String name = part.substring(word);
        boolean mayBeClass = !name.isEmpty() && Character.isUpperCase(name.codePointAt(0));
        return mayBeClass
                ? shell.sourceCodeAnalysis()
                        .listQualifiedNames(part, part.length())
                        .getNames()
                : List.of();
    }
}
