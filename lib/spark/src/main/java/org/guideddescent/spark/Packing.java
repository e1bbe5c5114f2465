package org.guideddescent.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Packs an object for another process. Whatever class of a notebook the object is made of is noted as it is written; the code
 * of those classes is searched for other such classes and for variables, whose values are written behind the object and may
 * bring more classes.
 */
final class Packing {
    private final Map<String, byte[]> classes = new LinkedHashMap<>();
    private final Deque<Class<?>> unread = new ArrayDeque<>();
    private final Set<Field> variables = new HashSet<>();

    Shipped pack(Object object) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new Writer(bytes)) {
            write(out, object, "the experiment holds " + something(object));
            while (!unread.isEmpty()) {
                read(unread.remove(), out);
            }
            out.writeBoolean(false);
        } catch (IOException e) {
            throw new UncheckedIOException("the experiment could not be packed for a worker: " + e, e);
        }
        return new Shipped(bytes.toByteArray(), classes);
    }

    private static void write(ObjectOutputStream out, Object object, String what) throws IOException {
        try {
            out.writeObject(object);
        } catch (NotSerializableException e) {
            throw new IllegalArgumentException(
                    what + " that cannot travel to a worker, because a " + e.getMessage()
                            + " is not java.io.Serializable; make it inside of the experiment, or from a method that the"
                            + " experiment calls",
                    e);
        }
    }

    private static String something(Object object) {
        return "a value, in its " + object.getClass().getSimpleName() + ",";
    }

    /** Looks at the code of a class once. */
    private void read(Class<?> type, ObjectOutputStream out) throws IOException {
        var code = CellCode.of(type.getName(), classes.get(type.getName()));
        for (var name : code.types()) {
            CellCode.find(name, type).ifPresent(this::note);
        }
        for (var read : code.variables()) {
            var variable = CellCode.find(read.owner(), type).flatMap(owner -> Notebook.variable(owner, read.name()));
            if (variable.isPresent() && variables.add(variable.get())) {
                ship(variable.get(), out);
            }
        }
    }

    private static void ship(Field variable, ObjectOutputStream out) throws IOException {
        out.writeBoolean(true);
        out.writeUTF(variable.getDeclaringClass().getName());
        out.writeUTF(variable.getName());
        var type = variable.getGenericType()
                .getTypeName()
                .replaceAll("[\\w.]+\\.(?=\\w)|REPL\\.\\$JShell\\$\\d+[A-Z]*\\$", "");
        write(
                out,
                Notebook.value(variable),
                "the experiment reads the notebook's variable " + variable.getName() + ", a " + type + ",");
    }

    /** Takes a class of the notebook along; others are where the work goes. */
    private void note(Class<?> type) {
        var element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        if (Notebook.isCell(element) && !classes.containsKey(element.getName())) {
            classes.put(element.getName(), bytes(element));
            unread.add(element);
        }
    }

    private static byte[] bytes(Class<?> type) {
        var file = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "the class " + type.getName() + " cannot travel to a worker, because its"
                                + " loader, " + type.getClassLoader()
                                + ", does not give its class file; put it into a jar on the"
                                + " class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the class file of " + type.getName() + " cannot be read", e);
        }
    }

    /** Says which classes the written objects are of. */
    private final class Writer extends ObjectOutputStream {
        Writer(OutputStream out) throws IOException {
            super(out);
        }

        @Override
        protected void annotateClass(Class<?> type) {
            note(type);
        }

        @Override
        protected void annotateProxyClass(Class<?> type) {
            for (var face : type.getInterfaces()) {
                note(face);
            }
        }
    }
}
