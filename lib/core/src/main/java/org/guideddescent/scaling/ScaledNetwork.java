package org.guideddescent.scaling;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.model.CausalAttention;
import org.guideddescent.model.Layer;
import org.guideddescent.model.Layers;
import org.guideddescent.model.Linear;
import org.guideddescent.model.Network;
import org.guideddescent.model.Residual;
import org.guideddescent.model.Shape;
import org.guideddescent.model.Stack;

/**
 * The multipliers of a table put into the layers of a network; a multiplier of 1 changes nothing.
 *
 * @param last in front of the last matrix
 * @param branch of each branch
 * @param base width of a head in the base, or 0 for a base without attention
 */
record ScaledNetwork(Parametrization table, double last, double branch, double base) {
    static Network of(Parametrization table, Network base, Network network, double last) {
        double depth = base.branches() == 0 ? 1 : (double) network.branches() / base.branches();
        var heads = heads(base.layers(), base.inputShape());
        if (heads.stream().distinct().count() > 1) {
            throw new IllegalArgumentException("the heads of the base must all have one width, got " + heads);
        }
        var scaled = new ScaledNetwork(table, last, table.branch(depth), heads.isEmpty() ? 0 : heads.get(0));
        var layers = scaled.stack(network.layers(), network.inputShape(), true, true);
        return layers.equals(Stack.of(network.layers())) ? network : network.with(layers);
    }

    private Stack stack(Layer given, Shape input, boolean trunk, boolean readout) {
        var layers = new ArrayList<>(Stack.of(given).layers());
        int writes = readout ? lastMatrix(layers) : -1;
        var shape = input;
        for (int i = 0; i < layers.size(); i++) {
            var layer = layers.get(i);
            layers.set(i, scaled(layer, shape, trunk));
            shape = layer.output(shape);
        }
        if (writes >= 0 && last != 1) {
            layers.add(writes, Layers.multiplier(last));
        }
        return new Stack(layers);
    }

    private Layer scaled(Layer layer, Shape input, boolean trunk) {
        if (layer instanceof Residual residual) {
            var inner = stack(residual.inner(), input, false, false);
            return new Residual(inner, trunk ? residual.multiplier() * branch : residual.multiplier());
        }
        if (layer instanceof CausalAttention attention) {
            if (base == 0) {
                throw new IllegalArgumentException(attention + " does not grow from a base without attention");
            }
            return attention.times(attention.multiplier() * table.scores(head(attention, input) / base));
        }
        return layer;
    }

    private int lastMatrix(List<Layer> layers) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (layers.get(i) instanceof Linear) {
                return i;
            }
        }
        if (last != 1) {
            throw new IllegalArgumentException(
                    "a multiplier in front of the last matrix needs a linear layer that stands in"
                            + " no branch; use the table without withMultiplier()");
        }
        return -1;
    }

    private static double head(CausalAttention attention, Shape input) {
        return (double) input.channels() / 3 / attention.heads();
    }

    private static List<Double> heads(Layer given, Shape input) {
        var widths = new ArrayList<Double>();
        var shape = input;
        for (var layer : Stack.of(given).layers()) {
            if (layer instanceof CausalAttention attention) {
                widths.add(head(attention, shape));
            } else if (layer instanceof Residual residual) {
                widths.addAll(heads(residual.inner(), shape));
            }
            shape = layer.output(shape);
        }
        return widths;
    }
}
