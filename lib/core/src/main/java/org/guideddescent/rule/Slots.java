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

    /** FLOAT or DOUBLE, the type of the weights. */
    public DataType type() {
        return type;
    }

    /** State of that name and shape: zeros before the first step. */
    public INDArray zeros(String name, long... shape) {
        return array(state, prefix + name, type, 0, shape);
    }

    /** State that holds value everywhere before the first step. */
    public INDArray filled(String name, double value, long... shape) {
        return array(state, prefix + name, type, value, shape);
    }

    /** State of a type of its own, zeros before the first step: for codes and for what must be kept in double. */
    public INDArray zeros(DataType own, String name, long... shape) {
        return array(state, prefix + name, own, 0, shape);
    }

    /** n numbers of state in double, zero before the first step. */
    public Numbers doubles(String name, int n) {
        return new Numbers(array(state, prefix + name, DataType.DOUBLE, 0, n));
    }

    /** An array that is not remembered from step to step nor saved. */
    public INDArray scratch(String name, long... shape) {
        return array(scratch, prefix + name, type, 0, shape);
    }

    /**
     * Scratch that every rule shares which asks for this name and shape: what it holds is good only within one {@link
     * Stepper#apply}. A rule on many matrices of one shape needs one of it.
     */
    public INDArray sharedScratch(String name, long... shape) {
        return array(scratch, "shared/" + name + Arrays.toString(shape), type, 0, shape);
    }

    /** The same memory under a longer path. */
    public Slots in(String path) {
        return new Slots(type, prefix + path + "/", state, scratch);
    }

    /** All state by its full name, in the order of names; the arrays are the live ones. */
    public Map<String, INDArray> state() {
        return Collections.unmodifiableMap(state);
    }

    /** Bytes held as state. */
    public long stateBytes() {
        return state.values().stream()
                .mapToLong(a -> a.length() * a.dataType().width())
                .sum();
    }

    private static INDArray array(
            Map<String, INDArray> where, String name, DataType type, double value, long... shape) {
        var a = where.get(name);
        if (a == null) {
            a = Nd4j.zeros(type, shape);
            if (value != 0) {
                a.assign(value);
            }
            where.put(name, a);
        }
        if (!Arrays.equals(a.shape(), shape) || a.dataType() != type) {
            throw new IllegalStateException("slot " + name + " is " + a.dataType() + Arrays.toString(a.shape())
                    + " but is asked for as " + type + Arrays.toString(shape));
        }
        return a;
    }
}
