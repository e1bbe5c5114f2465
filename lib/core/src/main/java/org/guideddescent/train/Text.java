package org.guideddescent.train;

/** The text of a part of a run, equal in every JVM. */
final class Text {
    private Text() {}

    /** What it says of itself; if that is only the default of Java, whose number differs from JVM to JVM, its class. */
    static String of(Object part) {
        var name = part.getClass().getName();
        if (!part.toString().equals(name + "@" + Integer.toHexString(part.hashCode()))) {
            return part.toString();
        }
        // The name of a lambda has a number of its own too.
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda) + "$$Lambda";
    }

    /** One line, and something on it. */
    static String name(String what, String name) {
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " needs a name of one line, got '" + name + "'");
        }
        return name;
    }
}
