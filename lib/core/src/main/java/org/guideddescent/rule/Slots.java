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

    /**
     * Has no memory yet.
     *
     * @param type FLOAT or DOUBLE, that of the weights
     */
    public Slots(DataType type) {
        this(type, "", new TreeMap<>(), new TreeMap<>());
    }

    private Slots(DataType type, String prefix, Map<String, INDArray> state, Map<String, INDArray> scratch) {
        this.type = type;
        this.prefix = prefix;
        this.state = state;
        this.scratch = scratch;
    }

    /** {@return the type of the weights, FLOAT or DOUBLE} */
    public DataType type() {
        return type;
    }

    /**
     * {@return state of that name and shape: zeros before the first step}
     *
     * @param name unique in this path
     * @param shape of the array
     */
    public INDArray zeros(String name, long... shape) {
        return array(state, prefix + name, type, 0, shape);
    }

    /**
     * State that holds value everywhere before the first step.
     *
     * @param name unique in this path
     * @param value what each number is before the first step
     * @param shape of the array
     * @return the live array
     */
    public INDArray filled(String name, double value, long... shape) {
        return array(state, prefix + name, type, value, shape);
    }

    /**
     * Gives state of a type of its own, zeros before the first step: for codes and for what must be kept in double.
     *
     * @param own the type
     * @param name unique in this path
     * @param shape of the array
     * @return the live array
     */
    public INDArray zeros(DataType own, String name, long... shape) {
        return array(state, prefix + name, own, 0, shape);
    }

    /**
     * {@return numbers of state in double, zero before the first step}
     *
     * @param name unique in this path
     * @param n how many
     */
    public Numbers doubles(String name, int n) {
        return new Numbers(array(state, prefix + name, DataType.DOUBLE, 0, n));
    }

    /**
     * {@return an array that is not remembered from step to step nor saved}
     *
     * @param name unique in this path
     * @param shape of the array
     */
    public INDArray scratch(String name, long... shape) {
        return array(scratch, prefix + name, type, 0, shape);
    }

    /**
     * Scratch that every rule shares which asks for this name and shape: what it holds is good only within one {@link
     * Stepper#apply}. A rule on many matrices of one shape needs one of it.
     *
     * @param name of what it is for
     * @param shape of the array
     * @return the shared array
     */
    public INDArray sharedScratch(String name, long... shape) {
        return array(scratch, "shared/" + name + Arrays.toString(shape), type, 0, shape);
    }

    /**
     * {@return the same memory under a longer path}
     *
     * @param path what the names of this part begin with
     */
    public Slots in(String path) {
        return new Slots(type, prefix + path + "/", state, scratch);
    }

    /** {@return all state by its full name, in the order of names; the arrays are the live ones} */
    public Map<String, INDArray> state() {
        return Collections.unmodifiableMap(state);
    }

    /** {@return how many bytes are held as state} */
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
