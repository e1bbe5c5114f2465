package org.guideddescent.kernel.render;

import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.RandomAccess;

/** Any array, of objects or numbers, as a list; a view, not a copy. */
final class ArrayElements extends AbstractList<Object> implements RandomAccess {
    private final Object array;

    ArrayElements(Object array) {
        this.array = array;
    }

    @Override
    public Object get(int index) {
        return Array.get(array, index);
    }

    @Override
    public int size() {
        return Array.getLength(array);
    }
}
