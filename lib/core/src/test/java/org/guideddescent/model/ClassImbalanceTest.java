package org.guideddescent.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The two generators of classification data: unequal classes, and a teacher's labels. */
class ClassImbalanceTest {
    @Test
    void countsAreThoseOfTheDefinition() {
        var task = new ClassImbalance(6);
        assertEquals(384, task.examples());
        assertEquals(63, task.classes());
        assertEquals(448, task.inputs());
        var labels = task.data(1, DataType.FLOAT).targets().reshape(384).toFloatVector();
        int[] count = new int[63];
        for (float label : labels) {
            count[(int) label]++;
        }
        int c = 0;
        for (int level = 0; level < 6; level++) {
            for (int k = 0; k < 1 << level; k++) {
                assertEquals(1 << (6 - level), count[c++]);
            }
        }
        assertEquals(63, c);
        assertEquals(32, count[0] / count[62]);
    }

    @Test
    void inputsAreUniform() {
        var x = new ClassImbalance(6).data(2, DataType.DOUBLE).inputs();
        double n = x.length();
        assertTrue(x.minNumber().doubleValue() >= 0 && x.maxNumber().doubleValue() < 1);
        assertEquals(0.5, x.meanNumber().doubleValue(), 3 * Math.sqrt(1 / 12.0 / n));
        assertEquals(1 / 3.0, x.mul(x).meanNumber().doubleValue(), 3 * Math.sqrt(4 / 45.0 / n));
    }

    @Test
    void lossesOfTheLevelsAverageToTheLossAndEachIsItsOwn() {
        var task = new ClassImbalance(4);
        var net = task.objective();
        var data = task.data(3, DataType.DOUBLE);
        var theta = ParamVector.zeros(net.layout(), DataType.DOUBLE);
        double[] equal = task.levelLosses(net, theta, data);
        for (double loss : equal) {
            assertEquals(Math.log(15), loss, 1e-12);
        }
        net.initialize(new SplittableRandom(4), theta);
        double[] losses = task.levelLosses(net, theta, data);
        assertEquals(net.loss(theta, data), Arrays.stream(losses).average().orElseThrow(), 1e-12);
        // The level of the head is its first sixteen examples.
        var head = new Batch(
                data.inputs().get(NDArrayIndex.interval(0, 16)).dup('c'),
                data.targets().get(NDArrayIndex.interval(0, 16)).dup('c'));
        assertEquals(net.loss(theta, head), losses[0], 1e-12);
    }

    @Test
    void dataAreFunctionsOfTheKey() {
        var task = new ClassImbalance(3);
        var one = task.data(5, DataType.FLOAT).inputs();
        assertTrue(one.equalsWithEps(task.data(5, DataType.FLOAT).inputs(), 0));
        assertTrue(!one.equalsWithEps(task.data(6, DataType.FLOAT).inputs(), 1e-3));
    }

    @Test
    void refusesASizeWithoutClasses() {
        assertEquals(
                "m must be from 1 to 12, got 0",
                assertThrows(IllegalArgumentException.class, () -> new ClassImbalance(0))
                        .getMessage());
    }

    @Test
    void theTeachersLabelsAreTheArgmaxOfItsNetwork() {
        var random = new SplittableRandom(6);
        double[][] first = Numbers.normal(random, 7, 5, DataType.DOUBLE).toDoubleMatrix();
        double[][] second = Numbers.normal(random, 4, 7, DataType.DOUBLE).toDoubleMatrix();
        var batch = TeacherTask.of(new SplittableRandom(6), 5, 7, 4).sample(50, 8, DataType.DOUBLE);
        for (int i = 0; i < 50; i++) {
            double most = Double.NEGATIVE_INFINITY;
            int label = -1;
            for (int c = 0; c < 4; c++) {
                double score = 0;
                for (int j = 0; j < 7; j++) {
                    double index = 0;
                    for (int k = 0; k < 5; k++) {
                        index += first[j][k] * batch.inputs().getDouble(i, k) / Math.sqrt(5);
                    }
                    score += second[c][j] * Math.tanh(2 * index);
                }
                label = score > most ? c : label;
                most = Math.max(most, score);
            }
            assertEquals(label, batch.targets().getDouble(i, 0));
        }
    }

    @Test
    void theTeachersInputsAreNormalAndItsClassesAllOccur() {
        var batch = TeacherTask.of(new SplittableRandom(9)).sample(4096, 10, DataType.DOUBLE);
        double n = batch.inputs().length();
        assertArrayEquals(new long[] {4096, 32}, batch.inputs().shape());
        assertEquals(0, batch.inputs().meanNumber().doubleValue(), 3 / Math.sqrt(n));
        assertEquals(1, batch.inputs().mul(batch.inputs()).meanNumber().doubleValue(), 3 * Math.sqrt(2 / n));
        assertEquals(
                10,
                Arrays.stream(batch.targets().reshape(4096).toDoubleVector())
                        .distinct()
                        .count());
    }

    @Test
    void aTeachersSampleIsAFunctionOfItsKey() {
        var teacher = TeacherTask.of(new SplittableRandom(9));
        var one = teacher.sample(20, 1, DataType.FLOAT);
        var again = TeacherTask.of(new SplittableRandom(9)).sample(20, 1, DataType.FLOAT);
        assertTrue(one.inputs().equalsWithEps(again.inputs(), 0));
        assertTrue(one.targets().equalsWithEps(again.targets(), 0));
        assertTrue(!one.inputs()
                .equalsWithEps(teacher.sample(20, 2, DataType.FLOAT).inputs(), 1e-3));
    }
}
