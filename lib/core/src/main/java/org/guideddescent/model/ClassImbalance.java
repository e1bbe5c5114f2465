package org.guideddescent.model;

import org.guideddescent.compute.Draws;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Data whose classes are unequally frequent, each level of frequency with as many examples.
 * <pre>
 *   level i = 0 … m − 1:  2ⁱ classes of 2^(m−i) examples          n = m 2ᵐ,  C = 2ᵐ − 1,  d = (m + 1) 2ᵐ,  x ~ U[0, 1]ᵈ
 * </pre>
 * Classes and examples are in the order of levels, the most frequent class first. Kunstner et al., 2024, arXiv:2402.19449.
 *
 * @param m size, from 1 to 12; the paper's regime is 11
 */
public record ClassImbalance(int m) {
    /**
     * Refuses a size that leaves no classes, or fills the memory.
     *
     * @param m size, from 1 to 12; the paper's regime is 11
     * @throws IllegalArgumentException if m is not from 1 to 12
     */
    public ClassImbalance {
        if (m < 1 || m > 12) {
            throw new IllegalArgumentException("m must be from 1 to 12, got " + m);
        }
    }

    /** {@return n, the number of examples} */
    public int examples() {
        return m * (1 << m);
    }

    /** {@return C, the number of classes} */
    public int classes() {
        return (1 << m) - 1;
    }

    /** {@return d, the count of numbers in an example} */
    public int inputs() {
        return (m + 1) << m;
    }

    /** {@return softmax regression of this size, without bias; the experiment begins at zero} */
    public Network objective() {
        return SoftmaxRegression.withoutBias(inputs(), classes());
    }

    /** The class of an example. */
    int classOf(int example) {
        int level = example >> m;
        int within = example & ((1 << m) - 1);
        return (1 << level) - 1 + (within >> (m - level));
    }

    /**
     * {@return all examples: inputs [n × d] and class indices [n × 1], functions of the key}
     *
     * @param key what the random numbers are functions of
     * @param type FLOAT or DOUBLE
     */
    public Batch data(long key, DataType type) {
        var inputs = Nd4j.create(type, examples(), inputs());
        var numbers = new double[examples() * inputs()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Draws.uniform(key, i);
        }
        Numbers.write(numbers, inputs);
        var labels = new double[examples()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = classOf(i);
        }
        return new Batch(inputs, Numbers.column(type, labels));
    }

    /**
     * {@return the mean cross-entropy of the examples of each level, from head to tail; a new array of m numbers}
     *
     * @param network as {@link #objective} makes it
     * @param theta parameters, not modified
     * @param data what {@link #data} gave, not modified
     */
    public double[] levelLosses(Network network, ParamVector theta, Batch data) {
        var logits = network.predict(theta, data.inputs());
        var losses = new double[m];
        var z = new double[classes()];
        for (int i = 0; i < examples(); i++) {
            losses[i >> m] += crossEntropy(logits, i, z) / (1 << m);
        }
        return losses;
    }

    private double crossEntropy(INDArray logits, int example, double[] z) {
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < z.length; c++) {
            z[c] = logits.getDouble(example, c);
            most = Math.max(most, z[c]);
        }
        double sum = 0;
        for (double logit : z) {
            sum += Math.exp(logit - most);
        }
        return most + Math.log(sum) - z[classOf(example)];
    }
}
