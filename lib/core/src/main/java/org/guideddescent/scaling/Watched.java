package org.guideddescent.scaling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.guideddescent.compute.Ops;
import org.guideddescent.model.Linear;
import org.guideddescent.model.Multiplier;
import org.guideddescent.model.Stack;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.Batches;
import org.guideddescent.objective.LayerTape;
import org.guideddescent.space.Param;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A setup at training, with its layers' outputs on the probes. */
record Watched(int size, Setup setup, Batches batches, Batch probes) {
    /** Names of the matrices, by which setups are alike. */
    List<String> matrices() {
        return setup.network().layout().params().stream()
                .filter(Param::isMatrix)
                .map(Param::name)
                .toList();
    }

    /** Trains from the first values of a seed and adds what it measures after every step. */
    void train(int seed, int count, boolean byName, Means means) {
        var steps = new Steps(setup, probes.inputs().dataType(), seed);
        var theta = steps.weights();
        var first = theta.copy();
        var before = outputs(theta);
        for (int t = 1; t <= count; t++) {
            steps.take(batches.at((long) seed * count + t));
            int step = t;
            outputs(theta)
                    .forEach((place, y) -> means.change(
                            place.name(byName),
                            step,
                            y.sub(before.get(place)).ameanNumber().doubleValue()));
            for (var p : theta.layout().params()) {
                if (p.isMatrix()) {
                    var update = theta.view(p).sub(first.view(p));
                    means.update(new Place(p, false).name(byName), step, SpectralNorm.of(update));
                }
            }
        }
    }

    /** A layer by its weight; read: not what it writes, but what it reads. */
    private record Place(Param weight, boolean read) {
        String name(boolean byName) {
            return read
                    ? "features"
                    : byName ? weight.name() : weight.role().name().toLowerCase(Locale.ROOT);
        }
    }

    /** What each linear layer writes for the probes, first to last, and what the last one reads before its multiplier. */
    private Map<Place, INDArray> outputs(ParamVector theta) {
        var tapes = new ArrayList<Map.Entry<Place, INDArray>>();
        setup.network().gradient(theta, probes, theta.like(), tape -> {
            if (tapes.isEmpty()) {
                tapes.add(
                        Map.entry(new Place(tape.weight(), true), tape.inputs().div(multiplier())));
            }
            tapes.add(Map.entry(new Place(tape.weight(), false), output(tape, theta)));
        });
        var ordered = new LinkedHashMap<Place, INDArray>();
        for (int i = tapes.size() - 1; i >= 0; i--) {
            ordered.put(tapes.get(i).getKey(), tapes.get(i).getValue());
        }
        return ordered;
    }

    /** What stands in front of the last matrix of the trunk. */
    private double multiplier() {
        var layers = Stack.of(setup.network().layers()).layers();
        int last = layers.size() - 1;
        while (last > 0 && !(layers.get(last) instanceof Linear)) {
            last--;
        }
        return last > 0 && layers.get(last - 1) instanceof Multiplier multiplier ? multiplier.factor() : 1;
    }

    // Shown by the backward pass are inputs and gradients; outputs are one product away.
    private static INDArray output(LayerTape tape, ParamVector theta) {
        var w = theta.view(tape.weight());
        var y = Nd4j.create(theta.type(), tape.inputs().rows(), w.rows());
        Ops.current().gemm(false, true, 1, tape.inputs(), w, 0, y);
        tape.bias().ifPresent(b -> Ops.current().addBias(theta.view(b), y));
        return y;
    }
}
