package org.guideddescent.optimizers;

import static org.guideddescent.model.Layers.batchNorm;
import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.relu;
import static org.guideddescent.optimizers.Optimizers.sgd;
import static org.guideddescent.rule.Rules.emas;
import static org.guideddescent.rule.Rules.swa;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Batch;
import org.guideddescent.rule.Transform;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Averaged weights of a network with batch norm have statistics of their own, which reading them out must not forget. */
class BatchNormAverageTest {
    private static final int N = 64;

    private final Network net = Network.of(
            linear(6, 16)
                    .then(batchNorm(16))
                    .then(relu())
                    .then(linear(16, 16))
                    .then(batchNorm(16))
                    .then(relu())
                    .then(linear(16, 1)),
            Loss.SQUARED_ERROR);
    private final INDArray x = inputs();
    private final Batch data = new Batch(x, targets(x));

    private static INDArray inputs() {
        var random = new Random(8);
        double[] values = random.doubles(N * 6L).map(u -> 4 * u - 1).toArray();
        return Nd4j.createFromArray(values).reshape('c', N, 6);
    }

    private static INDArray targets(INDArray x) {
        double[] y = new double[N];
        for (int i = 0; i < N; i++) {
            y[i] = Math.sin(x.getDouble(i, 0) + x.getDouble(i, 1)) * x.getDouble(i, 2);
        }
        return Nd4j.createFromArray(y).reshape('c', N, 1);
    }

    private Optimizer trained(Transform rule) {
        var theta = net.initialize(new Random(3), DataType.DOUBLE);
        var optimizer = new Optimizer(rule, theta);
        for (int t = 0; t < 150; t++) {
            double loss = net.gradient(theta, data, optimizer.gradient());
            optimizer.step(optimizer.gradient(), loss);
        }
        return optimizer;
    }

    @Test
    void statisticsRecomputedAtTheAverageAreBetterThanThoseOfTraining() {
        var optimizer = trained(swa(sgd(0.3), 30, 1));
        var average = optimizer.evaluationWeights();
        double fresh = net.evaluated(average, x).loss(average, data);
        double stale = net.evaluated(optimizer.weights(), x).loss(average, data);
        assertTrue(stale > 1.2 * fresh, "stale " + stale + ", recomputed " + fresh);
        // Over the examples that the statistics are of, evaluating is what training computes.
        assertEquals(net.loss(average, data), fresh, 1e-12);
    }

    @Test
    void everyHorizonHasStatisticsOfItsOwn() {
        var optimizer = trained(emas(sgd(0.3), 2, 60));
        for (var name : optimizer.averages()) {
            var average = optimizer.evaluationWeights(name);
            assertEquals(net.loss(average, data), net.evaluated(average, x).loss(average, data), 1e-12, name);
        }
    }
}
