package org.guideddescent.train;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The one source of chance of a run. Every consumer takes a stream of its own by name, so that a new consumer does not
 * change the numbers of the others, and nothing depends on the order of calls.
 *
 * <p>The seed of a stream is a SplitMix64 finalizer (Steele, Lea and Flood, 2014) over the root and the FNV-1a hash of
 * the name's UTF-8 bytes; the same root and name give the same numbers in every JVM. All roots are equal: 0 does not
 * mean the clock.
 *
 * @param root any number
 */
public record Seed(long root) implements Serializable {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /**
     * {@return a new generator at the start of the stream of that name}
     *
     * @param name of the stream, as its consumer calls it
     */
    public RandomGenerator stream(String name) {
        return new SplittableRandom(derive(name));
    }

    /**
     * {@return a seed whose streams are independent of this one's: for the parts of a run, or the runs of a sweep}
     *
     * @param name of the part, or of the run
     */
    public Seed child(String name) {
        return new Seed(derive("child/" + name));
    }

    /**
     * {@return the numbers 0 to n − 1 in an order that depends on the root, the name, the epoch and n only}
     *
     * @param name of the stream
     * @param epoch which order of the stream's
     * @param n the length, 0 or more
     */
    public int[] permutation(String name, long epoch, int n) {
        if (n < 0) {
            throw new IllegalArgumentException("a permutation needs a length of 0 or more, got " + n);
        }
        var order = new int[n];
        permutation(name, epoch, order);
        return order;
    }

    /**
     * Writes the order of {@link #permutation(String, long, int)} into an array, whose length is n.
     *
     * @param name of the stream
     * @param epoch which order of the stream's
     * @param order modified
     */
    public void permutation(String name, long epoch, int[] order) {
        var random = new SplittableRandom(mix(derive(name) + GOLDEN * (epoch + 1)));
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int i = order.length - 1; i > 0; i--) {
            // Own bounding: that of the JDK is free to change. Its bias is below 2⁻³² n.
            int j = (int) (((random.nextLong() >>> 32) * (i + 1)) >>> 32);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    /**
     * {@return the index-th of this seed's keys, for what draws by a key, such as a batch; allocates nothing}
     *
     * @param index which key, from 0
     */
    public long key(long index) {
        return mix(mix(root + GOLDEN) + GOLDEN * (index + 1));
    }

    private long derive(String name) {
        return mix(mix(root + GOLDEN) ^ fnv1a(name));
    }

    private static long fnv1a(String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return hash;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
