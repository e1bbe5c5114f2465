package org.guideddescent.rule;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The only memory of a rule: arrays with names. State is saved in checkpoints, scratch is not. Asking twice for a name
 * gives the same array, so that binding a rule anew finds its state.
 */
public final class Slots {
    private final DataType type;
    private final String prefix;
    private final Map<String, INDArray> state;
    private final Map<String, INDArray> scratch;

    /** No memory yet. type: FLOAT or DOUBLE. */
    public Slots(DataType type) {
        this(type, "", new TreeMap<>(), new TreeMap<>());
    }

    private Slots(DataType type, String prefix, Map<String, INDArray> state, Map<String, INDArray> scratch) {
        this.type = type;
        this.prefix = prefix;
        this.state = state;
        this.scratch = scratch;
    }

    /** FLOAT or DOUBLE. */
    public DataType type() {
        return type;
    }

    /** State of that name and shape: zeros before the first step. */
    public INDArray zeros(String name, long... shape) {
        return array(state, name, shape);
    }

    /** An array that is not remembered from step to step nor saved. */
    public INDArray scratch(String name, long... shape) {
        return array(scratch, name, shape);
    }

    /** The same memory under a longer path. */
    public Slots in(String path) {
        return new Slots(type, prefix + path + "/", state, scratch);
    }

    /** All state by its full name, in the order of names; the arrays are the live ones. */
    public Map<String, INDArray> state() {
        return Collections.unmodifiableMap(state);
    }

    /** Numbers held as state. */
    public long stateSize() {
        return state.values().stream().mapToLong(INDArray::length).sum();
    }

    private INDArray array(Map<String, INDArray> where, String name, long... shape) {
        var a = where.computeIfAbsent(prefix + name, n -> Nd4j.zeros(type, shape));
        if (!Arrays.equals(a.shape(), shape)) {
            throw new IllegalStateException("slot " + prefix + name + " has shape " + Arrays.toString(a.shape())
                    + " but is asked for as " + Arrays.toString(shape));
        }
        return a;
    }
}
