package org.guideddescent.spark;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is a notebook's among classes and fields. JShell compiles each snippet into a class such as {@code REPL.$JShell$7B},
 * whose static fields are the snippet's variables; it lives in memory, in no file and no jar.
 */
final class Notebook {
    /** The class of a snippet, not one that is declared in it. */
    private static final Pattern SNIPPET = Pattern.compile("REPL\\.\\$JShell\\$\\d+[A-Z]*");

    private Notebook() {}

    /** Whether the class came from no file, so that no class path of a worker can have it. */
    static boolean isCell(Class<?> type) {
        var loader = type.getClassLoader();
        if (loader == null || loader == ClassLoader.getPlatformClassLoader() || type.isHidden()) {
            return false;
        }
        var source = type.getProtectionDomain().getCodeSource();
        return source == null
                || source.getLocation() == null
                || source.getLocation().getProtocol().equals("jshell");
    }

    /** The notebook's variable of that name in the class of a snippet. */
    static Optional<Field> variable(Class<?> owner, String name) {
        if (!SNIPPET.matcher(owner.getName()).matches()) {
            return Optional.empty();
        }
        try {
            var field = owner.getDeclaredField(name);
            int is = field.getModifiers();
            return Modifier.isStatic(is) && !Modifier.isFinal(is) ? Optional.of(field) : Optional.empty();
        } catch (NoSuchFieldException e) {
            return Optional.empty();
        }
    }

    static Object value(Field variable) {
        try {
            variable.setAccessible(true);
            return variable.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the notebook's variable " + variable.getName() + " cannot be read", e);
        }
    }

    /** Whether the method runs a snippet, which has happened here and does not happen on a worker. */
    static boolean runsSnippet(String owner, String method) {
        return SNIPPET.matcher(owner).matches() && method.startsWith("do_it$");
    }
}
