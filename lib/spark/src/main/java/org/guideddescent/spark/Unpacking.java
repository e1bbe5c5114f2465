package org.guideddescent.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;

/** Reads what {@link Packing} wrote: the object, then variable by variable until it says that there are no more. */
final class Unpacking extends ObjectInputStream {
    private final ClassLoader loader;

    Unpacking(InputStream in, ClassLoader loader) throws IOException {
        super(in);
        this.loader = loader;
    }

    Object unpack() throws IOException, ReflectiveOperationException {
        var object = readObject();
        while (readBoolean()) {
            var field = Class.forName(readUTF(), true, loader).getDeclaredField(readUTF());
            field.setAccessible(true);
            field.set(null, readObject());
        }
        return object;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        try {
            return Class.forName(description.getName(), false, loader);
        } catch (ClassNotFoundException e) {
            return super.resolveClass(description); // A primitive type has a name and no class file.
        }
    }
}
