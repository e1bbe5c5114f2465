package org.guideddescent.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A copy of an optimizer's weights and state, in memory that is made once. */
final class Snapshot {
    private final Optimizer optimizer;
    private final Map<String, INDArray> copies = new LinkedHashMap<>();
    private long t;

    /** A copy of the present. */
    Snapshot(Optimizer optimizer) {
        this.optimizer = optimizer;
        optimizer.arrays().forEach((name, a) -> copies.put(name, a.dup()));
        t = optimizer.steps();
    }

    void take() {
        optimizer.arrays().forEach((name, a) -> copies.get(name).assign(a));
        t = optimizer.steps();
    }

    /** The optimizer becomes what it was, bit by bit. */
    void restore() {
        optimizer.arrays().forEach((name, a) -> a.assign(copies.get(name)));
        optimizer.resume(t);
    }

    /** Steps that were taken when it was made. */
    long steps() {
        return t;
    }

    /** After the arrays were read from a file. */
    void stepsWere(long steps) {
        t = steps;
    }

    /** The copies by the names of {@link Optimizer#arrays}. */
    Map<String, INDArray> copies() {
        return copies;
    }
}
