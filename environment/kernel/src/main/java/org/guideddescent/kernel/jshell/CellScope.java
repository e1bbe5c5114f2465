package org.guideddescent.kernel.jshell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.guideddescent.kernel.inspect.JavaScan.Span;

/**
 * What a cell declares above its cursor. It may not have run yet, and JShell knows only what ran; but it reads a block
 * whose first statements are these declarations.
 */
final class CellScope {
    private static final Pattern TYPE = Pattern.compile("(?:(?:public|private|protected|static|abstract|final|sealed"
            + "|non-sealed|strictfp)\\s+)*(?:class|interface|enum|record)\\s+([\\w$]+)");
    private static final Pattern VARIABLE = Pattern.compile(
            "(?:final\\s+)?([\\p{L}_$][\\w.$]*)(?:\\s*<[^;=()]*>)?(?:\\s*\\[\\s*\\])*\\s+([\\p{L}_$][\\w$]*)"
                    + "\\s*(?:\\[\\s*\\]\\s*)*[=;,]");
    private static final Pattern LOCALLY_FORBIDDEN = Pattern.compile("^(?:(?:public|private|protected|static)\\s+)+");
    private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

    /** A declaration of the cell; isType: or else a variable. */
    record Declared(String name, boolean isType, String source) {}

    private final List<Declared> declared = new ArrayList<>();

    /** statements: the finished ones of code, in their order. */
    CellScope(String code, List<Span> statements) {
        for (Span span : statements) {
            String text = span.of(code);
            String source = text.substring(Sources.leadingTrivia(text));
            declared(source).ifPresent(declared::add);
        }
    }

    private static Optional<Declared> declared(String source) {
        Matcher type = TYPE.matcher(source);
        if (type.lookingAt()) {
            String local = LOCALLY_FORBIDDEN.matcher(source).replaceFirst("");
            return Optional.of(new Declared(type.group(1), true, local));
        }
        Matcher variable = VARIABLE.matcher(source);
        return variable.lookingAt() && !isStatement(variable.group(1))
                ? Optional.of(new Declared(variable.group(2), false, source))
                : Optional.empty();
    }

    /** return x; looks like a declaration, int x; is one. */
    private static boolean isStatement(String word) {
        return SourceVersion.isKeyword(word)
                && !Set.of("int", "long", "short", "byte", "char", "boolean", "float", "double")
                        .contains(word);
    }

    List<Declared> declarations() {
        return declared;
    }

    /**
     * The opening of a block with the declarations that the text needs, directly or through others; empty where it needs
     * none. What already runs as it stands here is not repeated. A line break at its end keeps a comment apart.
     */
    String openingFor(String text, Set<String> alreadyRun) {
        Set<String> needed = words(text);
        Deque<String> sources = new ArrayDeque<>();
        for (int i = declared.size() - 1; i >= 0; i--) {
            Declared one = declared.get(i);
            if (needed.contains(one.name())) {
                needed.addAll(words(one.source()));
                if (!alreadyRun.contains(one.source().strip())) {
                    sources.push(one.source());
                }
            }
        }
        return sources.isEmpty() ? "" : sources.stream().collect(Collectors.joining("\n", "{ ", "\n"));
    }

    private static Set<String> words(String text) {
        Matcher word = WORD.matcher(text);
        Set<String> words = new HashSet<>();
        while (word.find()) {
            words.add(word.group());
        }
        return words;
    }
}
