package org.guideddescent.curvature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.guideddescent.compute.Ops;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.Need;
import org.guideddescent.objective.Objective;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Measures approximations of the Fisher matrix, layer by layer, from tapes of the whole batch. A weight that is used twice in
 * a pass counts as two layers with independent gradients.
 */
final class Blocks {
    private final Ops ops = Ops.current();
    private final Landscape here;
    private final Targets targets;
    private final List<Param> params;

    /** A layer: its weight, and its bias where it is among the parameters. */
    private record Layer(Param weight, Optional<Param> bias) {
        int inputs() {
            return weight.cols() + (bias.isPresent() ? 1 : 0);
        }
    }

    Blocks(Landscape here, Targets targets) {
        this.here = here;
        this.targets = targets;
        here.oracle(targets instanceof Targets.Given ? Need.LAYERS : Need.SAMPLES);
        params = Part.params(here.theta().layout(), here.which());
    }

    /** Γ ⊗ A. */
    BlockDiagonal kfac() {
        return build(factors(), (layer, f) -> products("K-FAC", layer, Bases.of(ops, f.gamma(), f.a()), x -> x));
    }

    /** The bases of K-FAC, and the diagonal that fits best in them. */
    BlockDiagonal ekfac() {
        var bases = new HashMap<Layer, Bases>();
        factors().forEach((layer, f) -> bases.put(layer, Bases.of(ops, f.gamma(), f.a())));
        return build(
                squares(layer -> Optional.of(bases.get(layer))),
                (layer, f) -> operator("EK-FAC", layer, Optional.of(bases.get(layer)), f.sum()));
    }

    /** L^½ ⊗ R^½. */
    BlockDiagonal shampoo() {
        return build(sides(), (layer, f) -> products("Shampoo", layer, Bases.of(ops, f.left(), f.right()), Math::sqrt));
    }

    /** L ⊗ R / tr L. */
    BlockDiagonal shampooSquared() {
        return build(sides(), (layer, f) -> {
            var bases = Bases.of(ops, f.left(), f.right());
            double trace = sum(bases.outputValues());
            return products("Shampoo squared", layer, bases, x -> trace == 0 ? 0 : x / trace);
        });
    }

    /** The diagonal of the Fisher matrix. */
    BlockDiagonal diagonal() {
        return build(
                squares(layer -> Optional.empty()),
                (layer, f) -> operator("the diagonal", layer, Optional.empty(), f.sum()));
    }

    private static double sum(INDArray values) {
        double sum = 0;
        for (long i = 0; i < values.length(); i++) {
            sum += values.getDouble(i);
        }
        return sum;
    }

    private LayerOperator products(String name, Layer layer, Bases bases, DoubleUnaryOperator f) {
        return operator(name, layer, Optional.of(bases), bases.products(ops)).map(name, f);
    }

    private static LayerOperator operator(String name, Layer layer, Optional<Bases> bases, INDArray s) {
        return new LayerOperator(name, layer.weight(), layer.bias(), bases, s);
    }

    private Map<Layer, Statistic.Factors> factors() {
        return gather(
                l -> new Statistic.Factors(ops, here.theta().type(), l.weight().rows(), l.inputs()));
    }

    private Map<Layer, Statistic.Sides> sides() {
        return gather(
                l -> new Statistic.Sides(ops, here.theta().type(), l.weight().rows(), l.inputs()));
    }

    private Map<Layer, Statistic.Squares> squares(Function<Layer, Optional<Bases>> bases) {
        return gather(
                l -> new Statistic.Squares(ops, here.theta().type(), l.weight().rows(), l.inputs(), bases.apply(l)));
    }

    /** Makes the statistic of each layer when it is first seen, and shows it every pass. */
    private <S extends Statistic> Map<Layer, S> gather(Function<Layer, S> statistic) {
        var gathered =
                new TreeMap<Layer, S>(Comparator.comparingLong(l -> l.weight().offset()));
        double weight = 1.0 / Examples.rounds(targets);
        run(tape -> {
            if (params.contains(tape.weight())) {
                var layer = new Layer(tape.weight(), tape.bias().filter(params::contains));
                gathered.computeIfAbsent(layer, statistic)
                        .see(Tape.of(ops, tape, layer.bias().isPresent()), weight);
            }
        });
        return gathered;
    }

    private void run(LayerObserver watch) {
        var theta = here.theta();
        var oracle = here.oracle();
        var grad = theta.like();
        if (targets instanceof Targets.Enumerated) {
            for (int c = 0; c < oracle.rootColumns(); c++) {
                oracle.rootGradient(theta, c, grad, watch);
            }
        } else if (targets instanceof Targets.Drawn d) {
            for (int k = 0; k < d.draws(); k++) {
                oracle.sampledGradient(theta, d.key(k, 0), grad, watch);
            }
        } else {
            ((Objective.Layered) here.objective()).gradient(theta, here.batch(), grad, watch);
        }
    }

    private interface Finish<S> {
        LayerOperator block(Layer layer, S statistic);
    }

    private <S> BlockDiagonal build(Map<Layer, S> gathered, Finish<S> finish) {
        var left = new ArrayList<>(params);
        gathered.keySet().forEach(l -> {
            left.remove(l.weight());
            l.bias().ifPresent(left::remove);
        });
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(
                    "no layer was seen with " + left + "; choose parameters of layers: only(named("
                            + params.stream()
                                    .filter(p -> !left.contains(p))
                                    .map(p -> '"' + p.name() + '"')
                                    .collect(Collectors.joining(", "))
                            + "))");
        }
        var blocks = new ArrayList<LayerOperator>();
        gathered.forEach((layer, s) -> blocks.add(finish.block(layer, s)));
        return new BlockDiagonal(params, blocks);
    }
}
