package org.guideddescent.compute;

/**
 * The blocks that a thread computes in: numbers are copied in from the arrays' memory, worked on inside the cache, and
 * copied out. One for each thread, so that they stay warm and no call allocates after the first.
 */
final class Scratch {
    /** Numbers in a block: four to eight of them in flight fit the second-level cache. */
    static final int BLOCK = Integer.getInteger("guideddescent.block", 8192);

    private static final ThreadLocal<Scratch> CURRENT = ThreadLocal.withInitial(Scratch::new);

    private float[][] floats = {};
    private double[][] doubles = {};
    private int[] ints = {};
    private long[] longs = {};
    private byte[] bytes = {};
    private double[] partials = {};
    /** The description of the sweep that this thread started last. */
    final Sweep sweep = new Sweep();

    private Scratch() {}

    static Scratch current() {
        return CURRENT.get();
    }

    /** At least {@code count} blocks of at least {@code size} floats. */
    float[][] floats(int count, int size) {
        if (floats.length < count || floats[0].length < size) {
            var longest = Math.max(Math.max(size, BLOCK), floats.length == 0 ? 0 : floats[0].length);
            floats = new float[Math.max(count, floats.length)][longest];
        }
        return floats;
    }

    /** At least {@code count} blocks of at least {@code size} doubles. */
    double[][] doubles(int count, int size) {
        if (doubles.length < count || doubles[0].length < size) {
            var longest = Math.max(Math.max(size, BLOCK), doubles.length == 0 ? 0 : doubles[0].length);
            doubles = new double[Math.max(count, doubles.length)][longest];
        }
        return doubles;
    }

    /** A block of at least {@code size} ints, for the bits of floats. */
    int[] ints(int size) {
        if (ints.length < size) {
            ints = new int[Math.max(size, BLOCK)];
        }
        return ints;
    }

    /** A block of at least {@code size} longs, for the bits of doubles. */
    long[] longs(int size) {
        if (longs.length < size) {
            longs = new long[Math.max(size, BLOCK)];
        }
        return longs;
    }

    /** A block of at least {@code size} bytes. */
    byte[] bytes(int size) {
        if (bytes.length < size) {
            bytes = new byte[Math.max(size, BLOCK)];
        }
        return bytes;
    }

    /** Where vector code finds each buffer. */
    static final class Aim {
        Object[] memory = {};
        int[] starts = {};
    }

    private final Aim aim = new Aim();

    /** With room for {@code count} buffers. */
    Aim aim(int count) {
        if (aim.memory.length < count) {
            aim.memory = new Object[count];
            aim.starts = new int[count];
        }
        return aim;
    }

    /** Room for one number from each chunk. */
    double[] partials(int count) {
        if (partials.length < count) {
            partials = new double[Math.max(count, 2 * partials.length)];
        }
        return partials;
    }
}
