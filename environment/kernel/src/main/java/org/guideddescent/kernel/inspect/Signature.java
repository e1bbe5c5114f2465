package org.guideddescent.kernel.inspect;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A declaration as JShell writes it, taken apart.
 *
 * <pre>  boolean ArrayList&lt;E&gt;.add(E e)     ArrayList&lt;E&gt;(int capacity)     System.out:java.io.PrintStream     java.util.List&lt;E&gt;  </pre>
 *
 * @param kind what is declared
 * @param type the owner of a member or the type itself, qualified where it is not imported
 * @param member its name; empty for a type and a constructor
 * @param parameterTypes simple names without type arguments
 */
public record Signature(Kind kind, String type, String member, List<String> parameterTypes) {
    /** What is declared. */
    public enum Kind {
        /** A class, interface, record, enum or annotation. */
        TYPE,
        /** A field. */
        FIELD,
        /** A method. */
        METHOD,
        /** A constructor. */
        CONSTRUCTOR
    }

    private static final Pattern CALLABLE = Pattern.compile("(?:(.+) )?([\\w.$]+)\\((.*)\\)(?: throws .*)?");
    private static final Pattern FIELD = Pattern.compile("([\\w.$]+)\\.([\\w$]+)(?::.*)?");

    /**
     * {@return the signature of a text; empty for a local variable and for what else has no declaration in a file}
     *
     * @param text as JShell writes it
     */
    public static Optional<Signature> parse(String text) {
        String bare = withoutTypeArguments(text);
        Matcher callable = CALLABLE.matcher(bare);
        if (callable.matches()) {
            return Optional.of(callable(bare, callable));
        }
        int colon = bare.indexOf(':');
        if (colon < 0 && bare.matches("[\\w.$]+")) {
            return Optional.of(new Signature(Kind.TYPE, bare, "", List.of()));
        }
        Matcher field = FIELD.matcher(bare);
        return field.matches()
                ? Optional.of(new Signature(Kind.FIELD, field.group(1), field.group(2), List.of()))
                : Optional.empty();
    }

    private static Signature callable(String bare, Matcher matcher) {
        List<String> types = Arguments.ofSignature(bare, matcher.start(3) - 1).stream()
                .map(Signature::typeOf)
                .toList();
        String name = matcher.group(2);
        if (matcher.group(1) == null) {
            return new Signature(Kind.CONSTRUCTOR, name, "", types);
        }
        int dot = name.lastIndexOf('.');
        return new Signature(Kind.METHOD, dot < 0 ? "" : name.substring(0, dot), name.substring(dot + 1), types);
    }

    /** Without the name of the parameter, if it has one. */
    private static String typeOf(String parameter) {
        int space = parameter.lastIndexOf(' ');
        return simpleType(space < 0 ? parameter : parameter.substring(0, space));
    }

    /** A type without package, annotations and type arguments; varargs are arrays. */
    static String simpleType(String type) {
        return withoutTypeArguments(type)
                .replaceAll("@[\\w.]+(\\([^)]*\\))?\\s*", "")
                .replace("...", "[]")
                .replaceAll("[\\w$]+\\.", "")
                .replace(" ", "");
    }

    static String withoutTypeArguments(String text) {
        StringBuilder bare = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '<' ? 1 : 0;
            if (depth == 0) {
                bare.append(c);
            }
            depth -= c == '>' && depth > 0 ? 1 : 0;
        }
        // What stands before the type arguments of a generic method: Optional<T>.<U>map(...).
        return bare.toString().replaceAll("(?<!\\.)\\.\\.(?!\\.)", ".").replace(".(", "(");
    }

    /**
     * {@return the same member of another type}
     *
     * @param otherType such as one that this one inherits from
     */
    public Signature of(String otherType) {
        return new Signature(kind, otherType, member, parameterTypes);
    }

    /** {@return the package; empty where the type is written by its simple name; packages are those in lower case} */
    public String packageName() {
        String name =
                type.substring(0, type.length() - String.join(".", typeNames()).length());
        return name.isEmpty() ? name : name.substring(0, name.length() - 1);
    }

    /** {@return the names of the outermost type and of those nested in it} */
    public List<String> typeNames() {
        return List.of(type.replaceFirst("^(?:\\p{Lower}[\\w$]*\\.)+", "").split("\\."));
    }

    /** {@return the type's name for a class loader} */
    public String binaryName() {
        String nested = String.join("$", typeNames());
        return packageName().isEmpty() ? nested : packageName() + "." + nested;
    }

    /**
     * {@return the same signature text with other parameters, such as those of the source, which have names}
     *
     * @param text as JShell writes it
     * @param parameters their texts, in order
     */
    public static String withParameters(String text, List<String> parameters) {
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        return open < 0 || close < open
                ? text
                : text.substring(0, open + 1) + String.join(", ", parameters) + text.substring(close);
    }
}
