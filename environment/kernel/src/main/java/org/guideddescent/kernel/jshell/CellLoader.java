package org.guideddescent.kernel.jshell;

import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;

/**
 * Defines cell classes, instrumented for interruption, and keeps the variables of a cell whose class JShell replaces.
 *
 * <p>JShell recompiles a snippet when something that it uses changes, under the same number with one more letter
 * (REPL.$JShell$7, then REPL.$JShell$7B), and does not run its initializer again. Without the copy below an import or a
 * redeclared method would silently set earlier variables to null.
 */
final class CellLoader implements LoaderDelegate {
    private static final Pattern VERSIONED = Pattern.compile("(.*\\$JShell\\$\\d+)[A-Z]*");

    private final Memory memory;
    private final Map<String, Class<?>> newest = new HashMap<>();

    CellLoader(ClassLoader parent) {
        this.memory = new Memory(parent);
    }

    ClassLoader classLoader() {
        return memory;
    }

    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        boolean[] loaded = new boolean[classes.length];
        for (ClassBytecodes one : classes) {
            memory.bytes.put(one.name(), BranchChecks.insert(one.bytecodes()));
        }
        for (int i = 0; i < classes.length; i++) {
            try {
                remember(memory.loadClass(classes[i].name()));
                loaded[i] = true;
            } catch (ReflectiveOperationException | LinkageError e) {
                throw new ClassInstallException(e.toString(), loaded);
            }
        }
    }

    @Override
    public void classesRedefined(ClassBytecodes[] classes) {
        // Never called: DirectExecutionControl does not redefine, so JShell always replaces.
    }

    @Override
    public void addToClasspath(String path) {
        Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .map(Path::of)
                .forEach(memory::add);
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        return memory.loadClass(name);
    }

    private void remember(Class<?> type) throws IllegalAccessException {
        Matcher matcher = VERSIONED.matcher(type.getName());
        if (matcher.matches()) {
            Class<?> before = newest.put(matcher.group(1), type);
            if (before != null) {
                copyVariables(before, type);
            }
        }
    }

    private static void copyVariables(Class<?> from, Class<?> to) throws IllegalAccessException {
        for (Field target : to.getDeclaredFields()) {
            for (Field source : from.getDeclaredFields()) {
                boolean same = source.getName().equals(target.getName()) && source.getType() == target.getType();
                if (same && isVariable(source) && isVariable(target)) {
                    source.setAccessible(true);
                    target.setAccessible(true);
                    target.set(null, source.get(null));
                }
            }
        }
    }

    private static boolean isVariable(Field field) {
        return Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers());
    }

    private static final class Memory extends URLClassLoader {
        private final Map<String, byte[]> bytes = new HashMap<>();

        Memory(ClassLoader parent) {
            super("cells", new URL[0], parent);
        }

        void add(Path entry) {
            try {
                addURL(entry.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("not a class path entry: " + entry, e);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] code = bytes.remove(name);
            return code == null ? super.findClass(name) : defineClass(name, code, 0, code.length);
        }
    }
}
