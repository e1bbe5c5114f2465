package org.guideddescent.model;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.guideddescent.compute.Ops;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a pass is made for, and where it takes its memory from, which is counted. */
public final class Setting {
    private final Ops ops;
    private final DataType type;
    private final int examples;
    private final Shape input;
    private final List<Param> params;
    private final AtomicLong numbers;

    private Setting(Ops ops, DataType type, int examples, Shape input, List<Param> params, AtomicLong numbers) {
        this.ops = ops;
        this.type = type;
        this.examples = examples;
        this.input = input;
        this.params = List.copyOf(params);
        this.numbers = numbers;
    }

    Setting(Ops ops, DataType type, int examples, Shape input, List<Param> params) {
        this(ops, type, examples, input, params, new AtomicLong());
    }

    /**
     * {@return the setting of a layer inside this one, whose memory counts as this one's}
     *
     * @param given an example as the inner layer is given it
     * @param own parameters of the inner layer
     */
    public Setting inside(Shape given, List<Param> own) {
        return new Setting(ops, type, examples, given, own, numbers);
    }

    /** {@return the primitives that products and sums go through} */
    public Ops ops() {
        return ops;
    }

    /** {@return the type of all numbers, FLOAT or DOUBLE} */
    public DataType type() {
        return type;
    }

    /** {@return the number of examples in a batch} */
    public int examples() {
        return examples;
    }

    /** {@return the shape of an example as the layer is given it} */
    public Shape input() {
        return input;
    }

    /** {@return the number of rows of the layer's input: examples · positions} */
    public int rows() {
        return Math.multiplyExact(examples, input.positions());
    }

    /** {@return the layer's parameters, in the order in which it declared them} */
    public List<Param> params() {
        return params;
    }

    /**
     * {@return new zeros [rows × columns]}
     *
     * @param rows rows of the matrix
     * @param columns columns of the matrix
     */
    public INDArray array(int rows, int columns) {
        numbers.addAndGet((long) rows * columns);
        return Nd4j.create(type, rows, columns);
    }

    /**
     * {@return new zeros [rows × columns], made when first asked for: for what first-order methods do not need}
     *
     * @param rows rows of the matrix
     * @param columns columns of the matrix
     */
    public Later later(int rows, int columns) {
        return new Later(this, rows, columns);
    }

    /** Numbers in all arrays made here so far. */
    long numbers() {
        return numbers.get();
    }
}
