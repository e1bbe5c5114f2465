package org.guideddescent.bench.worker;

import java.io.IOException;
import java.util.Locale;
import org.guideddescent.bench.Subject;
import org.guideddescent.compute.Ops;
import org.guideddescent.model.ConvNet;
import org.guideddescent.model.Layers;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Mlp;
import org.guideddescent.model.Network;
import org.guideddescent.model.Shape;
import org.guideddescent.objective.Batch;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.space.ParamVector;
import org.guideddescent.train.Optimizer;

/**
 * A pass of a model over a batch. Arguments: the name of a {@link Subject}; {@code step} for a gradient and AdamW, {@code
 * gradient}, {@code hessian} or {@code ggn} for a product with that matrix.
 */
public final class OurModel {
    private final Network network;
    private final Batch batch;
    private final ParamVector theta;

    private OurModel(Network network, Batch batch) {
        this.network = network;
        this.batch = batch;
        theta = network.initialize(Numbers.random());
    }

    /** Serves the protocol. */
    public static void main(String[] args) throws IOException {
        Worker.serve(args, arguments -> of(Subject.valueOf(arguments[0].toUpperCase(Locale.ROOT)), arguments[1]));
    }

    static Worker.Task of(Subject subject, String pass) {
        var model = of(subject);
        return new Worker.Task(
                Ops.current().describe(), model.pass(pass), () -> " activations=" + model.network.activationBytes());
    }

    private static OurModel of(Subject subject) {
        return switch (subject) {
            case PERCEPTRON -> new OurModel(Mlp.of(784, 512, 512, 10), Numbers.batch(128, 784, 10));
            case CONVNET -> new OurModel(ConvNet.of(new Shape(28, 28, 1), 10, 16, 32), Numbers.batch(64, 28 * 28, 10));
            case GPT ->
                new OurModel(
                        Network.of(Layers.transformer(81, 128, 4, 4, 64), Loss.SOFTMAX_CROSS_ENTROPY),
                        Numbers.characters(16, 64, 81));
        };
    }

    private Runnable pass(String name) {
        return switch (name) {
            case "step" -> step();
            case "gradient" -> {
                var gradient = theta.like();
                yield () -> network.gradient(theta, batch, gradient);
            }
            case "hessian" -> {
                var out = theta.like();
                var v = direction();
                yield () -> network.hessianTimes(theta, batch, v, out);
            }
            case "ggn" -> {
                var out = theta.like();
                var v = direction();
                yield () -> network.gaussNewtonTimes(theta, batch, v, out);
            }
            default -> throw new IllegalArgumentException("no pass '" + name + "'; have step, gradient, hessian, ggn");
        };
    }

    private Runnable step() {
        var optimizer = new Optimizer(Optimizers.adamW(1e-3), theta, network);
        var gradient = optimizer.gradient();
        return () -> optimizer.step(gradient, network.gradient(theta, batch, gradient));
    }

    private ParamVector direction() {
        var v = theta.like();
        v.flat().assign(Numbers.vector((int) v.flat().length()));
        return v;
    }
}
