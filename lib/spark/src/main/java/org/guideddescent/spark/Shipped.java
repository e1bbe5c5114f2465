package org.guideddescent.spark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * An object on its way to another process, with what that process lacks: the classes of the notebook that it is made of, and
 * the values of the notebook's variables that their code reads, as they were when it was packed.
 *
 * @param object the object and the variables, serialized as one graph, so that what they share stays shared
 * @param classes class files by name
 */
@SuppressWarnings("ArrayRecordComponent") // Nothing compares two of them.
record Shipped(byte[] object, Map<String, byte[]> classes) implements Serializable {
    /** Something done with the unpacked object. */
    @FunctionalInterface
    interface Use<R> {
        R of(Object unpacked) throws Exception;
    }

    Shipped {
        classes = new HashMap<>(classes);
    }

    /**
     * Packs an object.
     *
     * @throws IllegalArgumentException if it, or a variable that its code reads, cannot travel; the message names the
     *     variable and the way out
     */
    static Shipped of(Object object) {
        return new Packing().pack(object);
    }

    /** What the use gives for a copy of the object, in a class loader of its own: nothing that it does to variables stays. */
    <R> R on(Use<R> use) throws Exception {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        var loader = classes.isEmpty() ? Shipped.class.getClassLoader() : new CellClasses(classes);
        thread.setContextClassLoader(loader);
        try {
            return use.of(unpacked(object, loader));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Reads back what was packed, with the classes that a loader finds. */
    static Object unpacked(byte[] object, ClassLoader loader) {
        try (var in = new Unpacking(new ByteArrayInputStream(object), loader)) {
            return in.unpack();
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("what was shipped cannot be unpacked here: " + e, e);
        }
    }

    /** The size of it all. */
    long bytes() {
        return object.length
                + classes.values().stream().mapToLong(c -> c.length).sum();
    }

    /** The classes of a notebook, on top of those that this process has. */
    private static final class CellClasses extends ClassLoader {
        private final Map<String, byte[]> classes;

        CellClasses(Map<String, byte[]> classes) {
            super("shipped cells", Shipped.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] code = classes.get(name);
            if (code == null) {
                throw new ClassNotFoundException(name + ", which the notebook's code did not seem to need");
            }
            return defineClass(name, code, 0, code.length);
        }
    }
}
