package org.guideddescent.model;

import java.util.random.RandomGenerator;
import org.guideddescent.compute.Activation;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.Batch;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A classification that a random network decides.
 * <pre>  label = argmax T₂ tanh(2 T₁ x),  x ~ N(0, I)          T₁ ~ N(0, 1/in),  T₂ ~ N(0, 1/hidden)  </pre>
 * The scale of T₂ does not matter. The walkthrough's comparisons use 32 inputs, 64 hidden units and 10 classes.
 */
public final class TeacherTask {
    private final INDArray first;
    private final INDArray second;

    private TeacherTask(INDArray first, INDArray second) {
        this.first = first;
        this.second = second;
    }

    /**
     * {@return a teacher of 32 inputs, 64 hidden units and 10 classes}
     *
     * @param random draws T₁, then T₂
     */
    public static TeacherTask of(RandomGenerator random) {
        return of(random, 32, 64, 10);
    }

    /**
     * {@return a teacher of those widths}
     *
     * @param random draws T₁, then T₂
     * @param in numbers in an example
     * @param hidden hidden units of the teacher
     * @param classes how many there are
     */
    public static TeacherTask of(RandomGenerator random, int in, int hidden, int classes) {
        if (in < 1 || hidden < 1 || classes < 2) {
            throw new IllegalArgumentException("a teacher needs an input, a hidden unit and two classes or more, got "
                    + in + ", " + hidden + " and " + classes);
        }
        return new TeacherTask(
                Numbers.normal(random, hidden, in, DataType.DOUBLE).muli(2 / Math.sqrt(in)),
                Numbers.normal(random, classes, hidden, DataType.DOUBLE).muli(1 / Math.sqrt(hidden)));
    }

    /**
     * {@return n examples, inputs [n × in] and class indices [n × 1], functions of the key}
     *
     * @param n how many examples, at least 1
     * @param key what the random numbers are functions of
     * @param type FLOAT or DOUBLE
     */
    public Batch sample(int n, long key, DataType type) {
        if (n < 1) {
            throw new IllegalArgumentException("a sample needs one example or more, got " + n);
        }
        var ops = Ops.current();
        var x = Nd4j.create(DataType.DOUBLE, n, first.size(1));
        var hidden = Nd4j.create(DataType.DOUBLE, n, first.size(0));
        var scores = Nd4j.create(DataType.DOUBLE, n, second.size(0));
        ops.normal(Keys.of(key, 0, 0), x);
        ops.gemm(false, true, 1, x, first, 0, hidden);
        ops.activate(Activation.TANH, hidden, hidden);
        ops.gemm(false, true, 1, hidden, second, 0, scores);
        var labels = new double[n];
        for (int i = 0; i < n; i++) {
            for (int c = 1; c < second.size(0); c++) {
                labels[i] = scores.getDouble(i, c) > scores.getDouble(i, (int) labels[i]) ? c : labels[i];
            }
        }
        return new Batch(x.castTo(type), Numbers.column(type, labels));
    }
}
