package org.guideddescent.parallel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.guideddescent.linalg.Eigenbasis;
import org.guideddescent.linalg.InverseRoot;
import org.guideddescent.linalg.Rank;
import org.guideddescent.model.Layers;
import org.guideddescent.model.Loss;
import org.guideddescent.model.Network;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.optimizers.Adam;
import org.guideddescent.optimizers.KlShampoo;
import org.guideddescent.optimizers.Optimizers;
import org.guideddescent.optimizers.Shampoo;
import org.guideddescent.optimizers.Soap;
import org.guideddescent.rule.Rules;
import org.guideddescent.rule.Transform;
import org.guideddescent.space.ParamVector;
import org.guideddescent.space.Selector;
import org.guideddescent.train.Seed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** A small regression that every rank makes for itself from one seed. */
final class Scenes {
    static final Seed SEED = new Seed(17);
    /** Not divisible by 2, 3 or 5. */
    static final int BATCH = 23;

    private Scenes() {}

    static Network network() {
        return Network.of(
                Layers.linear(6, 12)
                        .then(Layers.tanh())
                        .then(Layers.linear(12, 8))
                        .then(Layers.tanh())
                        .then(Layers.linear(8, 3)),
                Loss.SQUARED_ERROR);
    }

    /** Whose gradients have no null space: a basis of one is whichever rounding gives, and SOAP's first steps live in it. */
    static Network square() {
        return Network.of(
                Layers.linear(6, 6)
                        .then(Layers.tanh())
                        .then(Layers.linear(6, 6))
                        .then(Layers.tanh())
                        .then(Layers.linear(6, 6)),
                Loss.SQUARED_ERROR);
    }

    static Batches squareBatches(int size, DataType type) {
        return t -> {
            var batch = batches(size, type).at(t);
            var x = batch.inputs();
            return new Batch(x, x.mul(x).add(x.mul(0.5)), t);
        };
    }

    static ParamVector weights(Network net, DataType type) {
        return net.initialize(SEED.stream("weights"), type);
    }

    static Batches batches(int size, DataType type) {
        return t -> {
            var random = SEED.stream("batch " + t);
            double[] x = random.doubles(6L * size, -1, 1).toArray();
            double[] y = new double[3 * size];
            for (int i = 0; i < size; i++) {
                y[3 * i] = Math.sin(2 * x[6 * i]) + x[6 * i + 1];
                y[3 * i + 1] = x[6 * i + 2] * x[6 * i + 3];
                y[3 * i + 2] = 1.5 * x[6 * i + 4] - 0.3;
            }
            var inputs = Nd4j.createFromArray(x).reshape(size, 6).castTo(type);
            return new Batch(inputs, Nd4j.createFromArray(y).reshape(size, 3).castTo(type), t);
        };
    }

    /** Rules by name; those that divide their work refresh often and at several places. */
    static Map<String, Transform> rules() {
        var all = new LinkedHashMap<String, Transform>();
        all.put("sgd", Optimizers.sgd(0.1));
        all.put("adam", Optimizers.adam(0.01));
        all.put("muon", onMatrices(Optimizers.muon(0.02)));
        all.putAll(dividing());
        return all;
    }

    private static Transform onMatrices(Transform rule) {
        return Rules.route(Selector.everyMatrix(), rule).otherwise(Optimizers.adam(0.01));
    }

    static Map<String, Transform> dividing() {
        var all = new LinkedHashMap<String, Transform>();
        var mean = new Shampoo.Average(0.9, 0.9);
        var timing = new Shampoo.Timing(3, 1);
        // Blocks of 5: [12 × 6] is six of them, and their sizes differ.
        var cut = new Shampoo.Cut(5, 0);
        var eigh = new InverseRoot.Eigendecomposition(new Rank.Perturb(1e-4));
        all.put("shampoo", new Shampoo(mean, 0.95, 0.25, eigh, timing, Shampoo.Sides.BOTH, cut).at(0.02));
        var tracked = new InverseRoot.Tracked(new Eigenbasis(Eigenbasis.Refresh.POWER_QR, 0), new Rank.Perturb(1e-4));
        all.put("tracked", new Shampoo(mean, 0.95, 0.25, tracked, timing, Shampoo.Sides.BOTH, cut).at(0.02));
        all.put(
                "newton",
                new Shampoo(
                                mean,
                                0.95,
                                0.25,
                                new InverseRoot.CoupledNewton(1e-3, 1e-6, 100),
                                timing,
                                Shampoo.Sides.BOTH,
                                cut)
                        .at(0.02));
        all.put(
                "kl",
                new KlShampoo(
                                mean,
                                0.95,
                                new InverseRoot.Eigendecomposition(new Rank.Perturb(1e-2)),
                                new Shampoo.Timing(1, 1),
                                cut)
                        .at(0.01));
        all.put(
                "grafted",
                Rules.graft(
                                new Shampoo(mean, 0.95, 0.25, eigh, timing, Shampoo.Sides.BOTH, cut),
                                new Adam(0.9, 0.99, 1e-8),
                                4)
                        .at(0.01));
        all.put(
                "soap",
                new Soap(
                                new Adam(0.9, 0.95, 1e-8),
                                0.95,
                                new Eigenbasis(Eigenbasis.Refresh.POWER_QR, 0),
                                3,
                                Shampoo.Sides.BOTH,
                                1000)
                        .at(0.01));
        all.put("klSoap", Optimizers.klSoap(0.01));
        all.replaceAll((name, rule) -> onMatrices(rule));
        return all;
    }
}
