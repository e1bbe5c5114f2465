package org.guideddescent.kernel.jshell;

import java.lang.reflect.Field;
import java.util.Map;
import jdk.jshell.JShell;

/**
 * JShell's store of the class files that it has compiled. It never shrinks, and every compilation lists it whole, so that
 * cells become slower and slower; we take out what no later code can name.
 *
 * <p>JShell has no API for this. Without {@code --add-opens jdk.jshell/jdk.jshell=ALL-UNNAMED}, which our kernelspec
 * gives, or in a JDK whose JShell is built otherwise, nothing is taken out and all else works as before.
 */
final class CompiledClasses {
    private static final System.Logger LOG = System.getLogger(CompiledClasses.class.getName());

    private final Map<?, ?> byName;

    private CompiledClasses(Map<?, ?> byName) {
        this.byName = byName;
    }

    static CompiledClasses of(JShell shell) {
        try {
            Object store = value(value(value(shell, "taskFactory"), "fileManager"), "classObjects");
            if (store instanceof Map<?, ?> map) {
                return new CompiledClasses(map);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "JShell's class files pile up", e);
        }
        return new CompiledClasses(Map.of());
    }

    private static Object value(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    /** Takes out a snippet's class, such as REPL.$JShell$7, with its later versions (7B) and nested classes. */
    void forget(String outermost) {
        if (!byName.isEmpty()) {
            byName.keySet().removeIf(name -> isOf(outermost, String.valueOf(name)));
        }
    }

    int count() {
        return byName.size();
    }

    private static boolean isOf(String outermost, String name) {
        return name.startsWith(outermost)
                && (name.length() == outermost.length() || !Character.isDigit(name.charAt(outermost.length())));
    }
}
