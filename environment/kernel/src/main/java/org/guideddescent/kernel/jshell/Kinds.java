package org.guideddescent.kernel.jshell;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import jdk.jshell.JShell;

/** What a match is, as far as its text tells: to ask JShell would cost a compilation for each. */
final class Kinds {
    private final Map<String, String> own;
    private final boolean member;
    private final Set<String> variables;

    Kinds(JShell shell, Map<String, String> own, boolean member) {
        this.own = own;
        this.member = member;
        this.variables = shell.variables().map(v -> v.name()).collect(Collectors.toSet());
    }

    String of(String match) {
        int first = match.codePointAt(match.lastIndexOf('.', match.length() - 2) + 1);
        boolean upper = Character.isUpperCase(first);
        if (own.containsKey(match)) {
            return own.get(match);
        }
        if (match.endsWith("(") || match.endsWith(")")) {
            return upper ? "class" : "function";
        }
        if (match.endsWith(".")) {
            return "module";
        }
        if (SourceVersion.isKeyword(match)) {
            return "keyword";
        }
        if (!member && variables.contains(match)) {
            return "instance";
        }
        boolean constant = match.length() > 1 && match.equals(match.toUpperCase(Locale.ROOT));
        return upper && !constant ? "class" : member ? "field" : "instance";
    }
}
