package org.guideddescent.kernel.jshell;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;

/**
 * Defines cell classes, keeps the variables of a cell whose class JShell replaces, and lets replaced classes go.
 *
 * <p>JShell recompiles a snippet when something that it uses changes, under the same number with one more letter
 * (REPL.$JShell$7, then REPL.$JShell$7B), and does not run its initializer again. Without the copy below an import or a
 * redeclared method would silently set earlier variables to null.
 *
 * <p>Each batch that JShell hands over has a class loader of its own. The table below knows the newest version of each
 * class; an older one lives as long as some object or newer class uses it, then the JVM unloads it with its variables.
 */
final class CellLoader implements LoaderDelegate {
    private static final Pattern NAME = Pattern.compile("(.*\\$JShell\\$\\d+)([A-Z]*)(\\$.*)?");

    private final Table table;
    /** By name without the version's letters, of outermost classes only. */
    private final Map<String, Class<?>> newest = new HashMap<>();

    private final List<String> lost = new ArrayList<>();

    CellLoader(ClassLoader parent) {
        this.table = new Table(parent);
    }

    /** Finds the classes of the class path and the newest version of each cell class. */
    ClassLoader classLoader() {
        return table;
    }

    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        boolean[] loaded = new boolean[classes.length];
        Batch batch = new Batch(table);
        for (ClassBytecodes one : classes) {
            batch.bytes.put(one.name(), CellBytecode.prepared(one.bytecodes()));
            table.batches.put(one.name(), batch);
        }
        link(batch, classes);
        for (int i = 0; i < classes.length; i++) {
            try {
                replace(batch.loadClass(classes[i].name()));
                loaded[i] = true;
            } catch (ReflectiveOperationException | LinkageError e) {
                throw new ClassInstallException(e.toString(), loaded);
            }
        }
    }

    /** Links now, while the table knows the versions that these classes were compiled against. */
    private void link(Batch batch, ClassBytecodes[] classes) {
        for (ClassBytecodes one : classes) {
            for (String name : CellBytecode.references(one.bytecodes())) {
                Batch home = table.batches.get(name);
                if (home != null && home != batch) {
                    batch.links.put(name, home.own(name));
                }
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
                .forEach(table::add);
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        return table.loadClass(name);
    }

    /** Drops a class that no later cell can name, such as that of a statement which has run. */
    void forget(String snippet) {
        Matcher matcher = NAME.matcher(snippet);
        if (matcher.matches()) {
            newest.computeIfPresent(
                    matcher.group(1), (name, type) -> type.getName().equals(snippet) ? null : type);
            table.forget(snippet);
        }
    }

    /** Names of variables that had a value, whose class was redefined, and which are therefore null; forgets them. */
    List<String> takeLost() {
        List<String> taken = List.copyOf(lost);
        lost.clear();
        return taken;
    }

    private void replace(Class<?> type) throws IllegalAccessException {
        Matcher matcher = NAME.matcher(type.getName());
        if (matcher.matches() && matcher.group(3) == null) {
            Class<?> before = newest.put(matcher.group(1), type);
            if (before != null) {
                copyVariables(before, type);
                table.forget(before.getName());
            }
        }
    }

    private void copyVariables(Class<?> from, Class<?> to) throws IllegalAccessException {
        Map<String, Field> sources = variables(from);
        for (Field target : variables(to).values()) {
            Field source = sources.get(target.getName());
            if (source == null) {
                continue;
            }
            if (source.getType() == target.getType()) {
                target.set(null, source.get(null));
            } else if (isRedefined(source.getType(), target.getType()) && source.get(null) != null) {
                lost.add(target.getName());
            }
        }
    }

    /** Whether these are two versions of one cell class: the same names but for the version's letters. */
    private static boolean isRedefined(Class<?> before, Class<?> after) {
        Matcher old = NAME.matcher(before.getName());
        Matcher now = NAME.matcher(after.getName());
        return old.matches()
                && now.matches()
                && old.group(3) != null
                && old.group(3).equals(now.group(3))
                && old.group(1).equals(now.group(1));
    }

    private static Map<String, Field> variables(Class<?> type) {
        Map<String, Field> found = new LinkedHashMap<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
                field.setAccessible(true);
                found.put(field.getName(), field);
            }
        }
        return found;
    }

    /** The class path of cells, and which batch has the newest version of a cell class. */
    private static final class Table extends URLClassLoader {
        private final Map<String, Batch> batches = new ConcurrentHashMap<>();

        Table(ClassLoader parent) {
            super("cells", new URL[0], parent);
        }

        void add(Path entry) {
            try {
                addURL(entry.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("not a class path entry: " + entry, e);
            }
        }

        /** outermost: goes with its nested classes. */
        void forget(String outermost) {
            batches.keySet().removeIf(name -> name.equals(outermost) || name.startsWith(outermost + "$"));
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            Batch batch = batches.get(name);
            return batch == null ? super.findClass(name) : batch.own(name);
        }
    }

    /** The classes of one batch, and those of other batches that they were linked with. */
    private static final class Batch extends ClassLoader {
        private final Map<String, byte[]> bytes = new ConcurrentHashMap<>();
        private final Map<String, Class<?>> links = new HashMap<>();

        Batch(Table table) {
            super(table);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                if (bytes.containsKey(name)) {
                    return own(name);
                }
                Class<?> linked = links.get(name);
                return linked == null ? super.loadClass(name, resolve) : linked;
            }
        }

        /** The class file of a cell class as it runs, for who sends cells to another process. */
        @Override
        public InputStream getResourceAsStream(String name) {
            byte[] code = name.endsWith(".class")
                    ? bytes.get(name.substring(0, name.length() - 6).replace('/', '.'))
                    : null;
            return code == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(code);
        }

        Class<?> own(String name) {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                byte[] code = bytes.get(name);
                return defineClass(name, code, 0, code.length);
            }
        }
    }
}
