package org.guideddescent.curvature;

import static org.guideddescent.model.Layers.linear;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.guideddescent.compute.Ops;
import org.guideddescent.model.Layers;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.model.Stack;
import org.guideddescent.objective.Batch;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A small network with random weights and a random batch, and the same in loops. */
record Scene(Network net, Landscape here, LoopNet loops) {
    static Scene of(boolean tanh, Loss loss, int examples, int... widths) {
        var layers = Stack.of(linear(widths[0], widths[1]));
        for (int l = 2; l < widths.length; l++) {
            layers = tanh ? layers.then(Layers.tanh()) : layers;
            layers = layers.then(linear(widths[l - 1], widths[l]));
        }
        var net = Network.of(layers, loss);
        RandomGenerator random = new SplittableRandom(5);
        var theta = net.initialize(random, DataType.DOUBLE);
        int seed = 100;
        for (var p : theta.layout().params()) {
            if (p.cols() == 1) {
                theta.view(p).assign(normal(seed++, p.rows(), 1).muli(0.5));
            }
        }
        int k = widths[widths.length - 1];
        boolean classes = loss == Loss.SOFTMAX_CROSS_ENTROPY;
        var targets = classes ? Nd4j.create(DataType.DOUBLE, examples, 1) : normal(2, examples, k);
        for (int i = 0; classes && i < examples; i++) {
            targets.putScalar(i, 0, random.nextInt(k));
        }
        return at(net, theta, new Batch(normal(1, examples, widths[0]), targets), tanh, classes);
    }

    private static Scene at(Network net, ParamVector theta, Batch batch, boolean tanh, boolean classes) {
        int depth = theta.layout().params().size() / 2;
        return new Scene(net, Landscape.of(net, theta, batch), new LoopNet(theta, batch, depth, tanh, classes));
    }

    /** The same weights and inputs with other targets. */
    Scene targets(INDArray targets) {
        var batch = new Batch(here.batch().inputs(), targets);
        return at(net, here.theta(), batch, loops.tanh(), loops.classes());
    }

    static INDArray normal(long key, int rows, int columns) {
        var a = Nd4j.create(DataType.DOUBLE, rows, columns);
        Ops.current().normal(key, a);
        return a;
    }
}
