package org.guideddescent.optimizers;

import static org.guideddescent.model.Layers.convolution;
import static org.guideddescent.model.Layers.globalAveragePool;
import static org.guideddescent.model.Layers.image;
import static org.guideddescent.model.Layers.relu;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.guideddescent.model.ConvNet;
import org.guideddescent.model.Layer;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.model.Shape;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Oracle;
import org.guideddescent.space.ParamVector;
import org.guideddescent.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** K-FAC's block of a convolution against the Gauss–Newton matrix, where the one is the other. */
class ConvolutionSharingTest {
    private static final int N = 5;
    private static final Shape IMAGE = new Shape(4, 5, 2);

    private final SplittableRandom random = new SplittableRandom(3);

    private INDArray matrix(int rows, int cols) {
        var values = random.doubles((long) rows * cols).map(u -> 2 * u - 1).toArray();
        return Nd4j.createFromArray(values).reshape('c', rows, cols);
    }

    /** The largest difference in parts of the largest entry. */
    private double error(Sharing sharing, Layer behind) {
        var net =
                Network.of(image(4, 5, 2).then(convolution(2, 3, 3).padding(1)).then(behind), Loss.SQUARED_ERROR);
        var theta = net.initialize(random, DataType.DOUBLE);
        var batch = new Batch(
                matrix(N, IMAGE.numbers()), matrix(N, net.outputShape().numbers()));
        var rule =
                new Kfac(new Curvature(new Fisher.TypeTwo(), 0, 1, 1, sharing), Damping.factored(1e-2), Length.plain());
        var optimizer = new Optimizer(rule.at(0), theta, net);
        var exact = gaussNewton(net, theta, batch);
        double loss = net.gradient(theta, batch, optimizer.gradient(), optimizer.watcher());
        optimizer.step(optimizer.gradient(), loss, new Oracle(net, batch));
        var found = KfacOracle.kronecker(state(optimizer, "Γ"), state(optimizer, "A"));
        double largest = 0;
        double gap = 0;
        for (int i = 0; i < exact.length; i++) {
            for (int j = 0; j < exact.length; j++) {
                largest = Math.max(largest, Math.abs(exact[i][j]));
                gap = Math.max(gap, Math.abs(exact[i][j] - found[i][j]));
            }
        }
        return gap / largest;
    }

    private static double[][] state(Optimizer optimizer, String name) {
        var array = optimizer.state().entrySet().stream()
                .filter(e -> e.getKey().endsWith("w1/" + name))
                .findFirst()
                .orElseThrow()
                .getValue();
        return KfacOracle.meant(name, array.toDoubleMatrix());
    }

    /** Dense, in the order of [W b], row by row. */
    private static double[][] gaussNewton(Network net, ParamVector theta, Batch batch) {
        int out = (int) theta.view("w1").size(0);
        int in = (int) theta.view("w1").size(1) + 1;
        var dense = new double[out * in][out * in];
        for (int i = 0; i < dense.length; i++) {
            var v = theta.like();
            var product = theta.like();
            put(v, i, in);
            net.gaussNewtonTimes(theta, batch, v, product);
            for (int j = 0; j < dense.length; j++) {
                dense[i][j] = get(product, j, in);
            }
        }
        return dense;
    }

    private static void put(ParamVector v, int index, int in) {
        boolean bias = index % in == in - 1;
        v.view(bias ? "b1" : "w1").putScalar(index / in, bias ? 0 : index % in, 1);
    }

    private static double get(ParamVector v, int index, int in) {
        boolean bias = index % in == in - 1;
        return v.view(bias ? "b1" : "w1").getDouble(index / in, bias ? 0 : index % in);
    }

    @Test
    void expandIsExactForALinearConvolutionWhoseLossIsAMeanOverPlaces() {
        var nothing = image(4, 5, 3);
        assertTrue(error(Sharing.EXPAND, nothing) < 1e-12);
        assertTrue(error(Sharing.REDUCE, nothing) > 1e-2);
        assertTrue(error(Sharing.EXPAND, relu()) > 1e-2);
    }

    @Test
    void reduceIsExactForALinearConvolutionWhoseOutputIsAMeanOverPlaces() {
        assertTrue(error(Sharing.REDUCE, globalAveragePool()) < 1e-12);
        assertTrue(error(Sharing.EXPAND, globalAveragePool()) > 1e-2);
        assertTrue(error(Sharing.REDUCE, relu().then(globalAveragePool())) > 1e-2);
    }

    @Test
    void kfacTrainsAConvolutionalNetwork() {
        var net = ConvNet.of(new Shape(8, 8, 1), 2, 3, 4);
        var theta = net.initialize(random, DataType.DOUBLE);
        // Stripes that lie or stand, in noise.
        var x = matrix(32, 64);
        var y = Nd4j.create(DataType.DOUBLE, 32, 1);
        for (int n = 0; n < 32; n++) {
            y.putScalar(n, 0, n % 2);
            for (int i = 0; i < 64; i++) {
                int stripe = n % 2 == 0 ? i / 8 : i % 8;
                x.putScalar(n, i, x.getDouble(n, i) + (stripe % 2 == 0 ? 1 : -1));
            }
        }
        var batch = new Batch(x, y);
        double first = net.loss(theta, batch);
        var optimizer = new Optimizer(Optimizers.kfac(0.1), theta, net);
        for (int t = 0; t < 20; t++) {
            double loss = net.gradient(theta, batch, optimizer.gradient(), optimizer.watcher());
            optimizer.step(optimizer.gradient(), loss, new Oracle(net, batch));
        }
        assertTrue(net.loss(theta, batch) < first / 10, "from " + first + " to " + net.loss(theta, batch));
        assertTrue(net.accuracy(theta, x, y) == 1);
    }
}
