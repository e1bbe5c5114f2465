package org.guideddescent.compute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The memory of arrays, without allocating. An address does not keep its memory alive: whoever holds one holds the
 * {@link INDArray}, and fences it after the last use.
 */
final class Memory {
    private Memory() {}

    /** Where the first number of x lies. ND4J gives views the address of the whole buffer, so the offset is added. */
    static long address(INDArray x) {
        var data = x.data();
        return data.address() + x.offset() * data.getElementSize();
    }

    /** A pointer that can be aimed anew, so that native calls need no new objects. */
    static final class Floats extends FloatPointer {
        Floats aim(long to) {
            address = to;
            return this;
        }
    }

    /** The same for doubles. */
    static final class Doubles extends DoublePointer {
        Doubles aim(long to) {
            address = to;
            return this;
        }
    }

    /**
     * A view of the two gigabytes that start at a whole gigabyte of the address space. Copies through a buffer are the
     * fastest there are, but making a buffer allocates; arrays come and go, whereas the gigabytes they lie in are few,
     * so one window is made for each and kept. A window owns nothing and is touched only where a living array lies.
     */
    private static final class Window {
        final long base;
        final FloatBuffer floats;
        final DoubleBuffer doubles;
        final IntBuffer ints;
        final LongBuffer longs;
        final ByteBuffer bytes;
        /** What vector code reads from; see {@link Simd}. */
        final Object vectors;

        Window(long base) {
            this.base = base;
            bytes = new Span(base).asByteBuffer().order(ByteOrder.nativeOrder());
            floats = bytes.asFloatBuffer();
            doubles = bytes.asDoubleBuffer();
            ints = bytes.asIntBuffer();
            longs = bytes.asLongBuffer();
            vectors = Simd.view(bytes);
        }
    }

    private static final class Span extends BytePointer {
        Span(long base) {
            address = base;
            limit = SPAN;
            capacity = SPAN;
        }
    }

    private static final int BITS = 30;
    private static final long SPAN = (2L << BITS) - 8;
    /** A cache of pure functions of the address: a lost race makes an equal window twice, nothing worse. */
    private static final Window[] WINDOWS = new Window[256];

    private static Window window(long address) {
        // A pointer to nothing has no buffer, so the lowest window starts a little later.
        var base = Math.max(address >>> BITS << BITS, 64);
        var slot = (int) (address >>> BITS) & (WINDOWS.length - 1);
        var known = WINDOWS[slot];
        if (known == null || known.base != base) {
            known = new Window(base);
            WINDOWS[slot] = known;
        }
        return known;
    }

    /** The window that holds an address, as vector code takes it. */
    static Object vectors(long address) {
        return window(address).vectors;
    }

    /** The address as a distance in bytes from the start of its window. */
    static int start(long address) {
        return (int) (address - window(address).base);
    }

    /** into[0 … n − 1] ← memory; n ≤ 2²⁷. */
    static void read(long address, float[] into, int n) {
        read(address, into, 0, n);
    }

    /** into[from … from + n − 1] ← memory. */
    static void read(long address, float[] into, int from, int n) {
        var window = window(address);
        window.floats.get((int) ((address - window.base) >> 2), into, from, n);
    }

    /** memory ← from[0 … n − 1]. */
    static void write(long address, float[] from, int n) {
        write(address, from, 0, n);
    }

    /** memory ← from[first … first + n − 1]. */
    static void write(long address, float[] from, int first, int n) {
        var window = window(address);
        window.floats.put((int) ((address - window.base) >> 2), from, first, n);
    }

    /** into[0 … n − 1] ← memory. */
    static void read(long address, double[] into, int n) {
        read(address, into, 0, n);
    }

    /** into[from … from + n − 1] ← memory. */
    static void read(long address, double[] into, int from, int n) {
        var window = window(address);
        window.doubles.get((int) ((address - window.base) >> 3), into, from, n);
    }

    /** memory ← from[0 … n − 1]. */
    static void write(long address, double[] from, int n) {
        write(address, from, 0, n);
    }

    /** memory ← from[first … first + n − 1]. */
    static void write(long address, double[] from, int first, int n) {
        var window = window(address);
        window.doubles.put((int) ((address - window.base) >> 3), from, first, n);
    }

    /** The bits of floats: into[0 … n − 1] ← memory. */
    static void read(long address, int[] into, int n) {
        var window = window(address);
        window.ints.get((int) ((address - window.base) >> 2), into, 0, n);
    }

    /** The bits of doubles: into[0 … n − 1] ← memory. */
    static void read(long address, long[] into, int n) {
        var window = window(address);
        window.longs.get((int) ((address - window.base) >> 3), into, 0, n);
    }

    /** into[0 … n − 1] ← memory. */
    static void read(long address, byte[] into, int n) {
        var window = window(address);
        window.bytes.get((int) (address - window.base), into, 0, n);
    }

    /** memory ← from[0 … n − 1]. */
    static void write(long address, byte[] from, int n) {
        var window = window(address);
        window.bytes.put((int) (address - window.base), from, 0, n);
    }
}
