package org.guideddescent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedTest {
    @Test
    void givesTheSameNumbersInEveryJvm() {
        assertEquals(1795444435390877557L, new Seed(1).stream("weights").nextLong());
        assertEquals(-8720073805647490177L, new Seed(0).stream("µ").nextLong());
        assertEquals(-4762862422794048665L, new Seed(1).child("run 1").root());
        assertArrayEquals(new int[] {3, 0, 5, 7, 4, 1, 6, 2}, new Seed(1).permutation("batches", 0, 8));
        assertEquals(4555703879086989499L, new Seed(1).key(7));
    }

    @Test
    void aStreamStartsAnewAtEachCall() {
        var seed = new Seed(5);
        assertEquals(seed.stream("a").nextLong(), seed.stream("a").nextLong());
    }

    @Test
    void namesRootsAndChildrenGiveDifferentStreams() {
        var seen = new HashSet<Long>();
        for (long root = -50; root < 50; root++) {
            var seed = new Seed(root);
            for (var name : new String[] {"", "a", "b", "ab", "ba"}) {
                assertTrue(seen.add(seed.stream(name).nextLong()));
                assertTrue(seen.add(seed.child(name).stream(name).nextLong()));
            }
        }
    }

    @Test
    void keysOfRootsAndPlacesDiffer() {
        var seen = new HashSet<Long>();
        for (int root = 0; root < 30; root++) {
            for (int i = -30; i < 30; i++) {
                assertTrue(seen.add(new Seed(root).key(i)));
            }
        }
    }

    @Test
    void streamsAreUncorrelated() {
        var a = new Seed(3).stream("a");
        var b = new Seed(3).stream("b");
        var next = new Seed(4).stream("a");
        int n = 100_000;
        double names = 0;
        double roots = 0;
        for (int i = 0; i < n; i++) {
            double x = a.nextDouble() - 0.5;
            names += x * (b.nextDouble() - 0.5);
            roots += x * (next.nextDouble() - 0.5);
        }
        // The standard deviation of a mean of products of two uniforms is 1/12/√n = 2.6e-4; the bound is 4 of them.
        assertEquals(0, names / n, 1.06e-3);
        assertEquals(0, roots / n, 1.06e-3);
    }

    @Test
    void aPermutationHoldsEachNumberOnce() {
        for (int n : new int[] {0, 1, 2, 7, 10_000}) {
            var sorted = new Seed(9).permutation("p", 3, n);
            Arrays.sort(sorted);
            assertArrayEquals(IntStream.range(0, n).toArray(), sorted);
        }
        assertThrows(IllegalArgumentException.class, () -> new Seed(9).permutation("p", 0, -1));
    }

    @Test
    void permutationsDependOnRootNameAndEpoch() {
        var p = new Seed(9).permutation("p", 0, 100);
        assertFalse(Arrays.equals(p, new Seed(9).permutation("p", 1, 100)));
        assertFalse(Arrays.equals(p, new Seed(9).permutation("q", 0, 100)));
        assertFalse(Arrays.equals(p, new Seed(8).permutation("p", 0, 100)));
        assertArrayEquals(p, new Seed(9).permutation("p", 0, 100));
    }

    @Test
    void everyPositionIsEquallyLikely() {
        var counts = new int[5];
        for (int epoch = 0; epoch < 10_000; epoch++) {
            counts[new Seed(2).permutation("p", epoch, 5)[0]]++;
        }
        for (int c : counts) {
            assertEquals(2000, c, 160); // 4 standard deviations of a binomial count
        }
    }

    @Test
    void seedZeroIsNotTheClock() {
        assertEquals(new Seed(0).stream("a").nextLong(), new Seed(0).stream("a").nextLong());
        assertNotEquals(0, new Seed(0).child("").root());
    }
}
