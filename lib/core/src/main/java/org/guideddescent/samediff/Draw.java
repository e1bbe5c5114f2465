package org.guideddescent.samediff;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs something that draws from ND4J's generator as a function of a key. That generator is one for each thread, unseeded
 * in a new one, and takes seed 0 as the clock; so its state is set, not its seed, and put back afterwards.
 */
final class Draw {
    private Draw() {}

    static <T> T of(long key, Supplier<T> pass) {
        var generator = Nd4j.getRandom();
        long root = generator.rootState();
        long node = generator.nodeState();
        var keyed = new SplittableRandom(key);
        generator.setStates(keyed.nextLong(), keyed.nextLong());
        try {
            return pass.get();
        } finally {
            generator.setStates(root, node);
        }
    }
}
