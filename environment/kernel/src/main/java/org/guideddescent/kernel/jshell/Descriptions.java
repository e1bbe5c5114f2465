package org.guideddescent.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import org.guideddescent.kernel.inspect.Arguments;
import org.guideddescent.kernel.inspect.JavadocText;
import org.guideddescent.kernel.inspect.ShortValue;
import org.guideddescent.kernel.inspect.Signature;
import org.guideddescent.kernel.inspect.SourceFile.Found;

/** Writes what is known of a declaration: its signature, its comment, a variable's value, the source of a cell's own. */
final class Descriptions {
    private static final int SHORT = 6_000;
    private static final int FULL = 40_000;
    private static final Pattern VARIABLE = Pattern.compile("([^:()\\s]+):(.+)");
    // Java 25 writes the components of a record behind its name everywhere: Dot(int x)(int x), Dot(int x).sum().
    private static final Pattern COMPONENTS = Pattern.compile("\\([^()]*\\)(?=[.(])");
    private static final Pattern EXTENDS_OBJECT = Pattern.compile(" extends Object(?=[,>])");
    private static final Pattern PACKAGES = Pattern.compile("\\b(?:\\p{Lower}[\\w$]*\\.)+(?=\\p{Upper})");

    private final JShell shell;
    private final Declarations declarations;
    private final LibraryDocumentation libraries;

    Descriptions(JShell shell, Declarations declarations, LibraryDocumentation libraries) {
        this.shell = shell;
        this.declarations = declarations;
        this.libraries = libraries;
    }

    /** The comment of the first and the signatures of the others; detailed: all comments, and the sources of cells. */
    List<String> of(Answer answer, boolean detailed) {
        List<Documentation> all = answer.documentation();
        List<String> blocks = new ArrayList<>();
        for (Documentation one : detailed ? all : all.subList(0, Math.min(1, all.size()))) {
            blocks.add(described(one, answer.statement(), detailed));
        }
        if (!detailed && all.size() > 1) {
            blocks.add(all.stream()
                    .skip(1)
                    .map(d -> "\n  " + signature(d))
                    .collect(Collectors.joining("", "Overloads:", "")));
        }
        return bounded(blocks, detailed ? FULL : SHORT);
    }

    private String described(Documentation one, String statement, boolean detailed) {
        String signature = signature(one);
        Matcher variable = VARIABLE.matcher(signature);
        Optional<String> comment = Optional.ofNullable(one.javadoc());
        if (variable.matches()) {
            String name = variable.group(1);
            String type = shortType(variable.group(2));
            return Signature.parse(signature)
                    .map(field -> library(type + " " + name, field, comment))
                    .orElseGet(() -> variable(name, type, statement, detailed));
        }
        Optional<Signature> parsed = Signature.parse(signature);
        Optional<Snippet> cell = parsed.flatMap(this::ofCell);
        if (cell.isPresent()) {
            return heading(signature, parsed.get(), cell.get()) + source(cell.get(), detailed);
        }
        return parsed.map(p -> library(signature, p, comment)).orElse(signature);
    }

    private static String signature(Documentation one) {
        String text = COMPONENTS.matcher(one.signature()).replaceAll("");
        return EXTENDS_OBJECT.matcher(text).replaceAll("");
    }

    private static String shortType(String type) {
        return PACKAGES.matcher(type).replaceAll("");
    }

    /** A variable of the statement itself has no value yet, even if a cell's has the same name. */
    private String variable(String name, String type, String statement, boolean detailed) {
        Optional<VarSnippet> snippet = shell.variables()
                .filter(v -> v.name().equals(name) && isSame(v.typeName(), type))
                .filter(v -> !isDeclaredIn(statement, name))
                .findFirst();
        String value = snippet.flatMap(v -> declarations.variable(name))
                .filter(Declarations.Variable::known)
                .map(v ->
                        ShortValue.of(v.value()).map(text -> " = " + text).orElseGet(() -> actualType(v.value(), type)))
                .orElse("");
        return type + " " + name + value + snippet.map(v -> source(v, detailed)).orElse("");
    }

    /** JShell does not always write types with the same spaces. */
    private static boolean isSame(String one, String other) {
        return shortType(one).replace(" ", "").equals(shortType(other).replace(" ", ""));
    }

    private static String actualType(Object value, String declared) {
        String simple = value.getClass().getSimpleName();
        return simple.isEmpty() || declared.replaceFirst("<.*", "").equals(simple) ? "" : " (a " + simple + ")";
    }

    /** Whether the statement has a variable or a parameter of its own with this name. */
    static boolean isDeclaredIn(String statement, String name) {
        String quoted = "\\b" + Pattern.quote(name) + "\\b";
        String parameter = quoted + "\\s*->|\\([^()]*" + quoted + "[^()]*\\)\\s*->";
        String declaration = "(?!return|throw|new|case|else|assert|yield|instanceof)\\b[\\w$]+[>\\]\\s]*\\s" + quoted
                + "\\s*[=:;,)]";
        return Pattern.compile(parameter + "|" + declaration).matcher(statement).find();
    }

    /** The snippet that declares a type, or the type of a member, or a method. */
    private Optional<Snippet> ofCell(Signature signature) {
        if (signature.type().isEmpty()) {
            return shell.methods()
                    .filter(m -> m.name().equals(signature.member()))
                    .filter(m -> Arguments.ofSignature(m.signature(), 0).size()
                            == signature.parameterTypes().size())
                    .map(Snippet.class::cast)
                    .findFirst();
        }
        String outermost = signature.typeNames().get(0);
        return signature.packageName().isEmpty()
                ? shell.types()
                        .filter(t -> t.name().equals(outermost))
                        .map(Snippet.class::cast)
                        .findFirst()
                : Optional.empty();
    }

    private static String heading(String signature, Signature parsed, Snippet cell) {
        boolean isType = cell instanceof TypeDeclSnippet type
                && parsed.member().isEmpty()
                && parsed.typeNames().equals(List.of(type.name()));
        String source = cell.source().strip();
        int brace = source.indexOf('{');
        return isType && brace > 0 ? source.substring(0, brace).strip() : signature;
    }

    private static String source(Snippet snippet, boolean detailed) {
        return detailed ? "\n\n" + snippet.source().strip() : "";
    }

    private String library(String signature, Signature parsed, Optional<String> comment) {
        Optional<Found> found = comment.isPresent() ? Optional.empty() : libraries.find(parsed);
        String named = found.map(Found::parameters)
                .filter(p -> !p.isEmpty())
                .map(p -> Signature.withParameters(signature, p))
                .orElse(signature);
        String text = comment.or(() -> found.flatMap(Found::comment))
                .map(JavadocText::of)
                .filter(t -> !t.isEmpty())
                .map(t -> "\n\n" + t)
                .orElse("");
        String kind = parsed.kind() == Signature.Kind.TYPE ? libraries.kind(parsed) : "";
        return kind + named + text;
    }

    private static List<String> bounded(List<String> blocks, int most) {
        List<String> some = new ArrayList<>();
        int left = most;
        for (String block : blocks) {
            if (left <= 0) {
                some.add("… " + (blocks.size() - some.size()) + " more");
                return some;
            }
            some.add(cut(block, left));
            left -= block.length();
        }
        return some;
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}
