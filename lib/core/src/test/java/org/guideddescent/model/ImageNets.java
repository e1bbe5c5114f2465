package org.guideddescent.model;

import static org.guideddescent.model.Layers.averagePool;
import static org.guideddescent.model.Layers.batchNorm;
import static org.guideddescent.model.Layers.bias;
import static org.guideddescent.model.Layers.convolution;
import static org.guideddescent.model.Layers.dropout;
import static org.guideddescent.model.Layers.flatten;
import static org.guideddescent.model.Layers.globalAveragePool;
import static org.guideddescent.model.Layers.image;
import static org.guideddescent.model.Layers.linear;
import static org.guideddescent.model.Layers.maxPool;
import static org.guideddescent.model.Layers.relu;
import static org.guideddescent.model.Layers.residual;
import static org.guideddescent.model.Layers.tanh;

import java.util.List;

/** Networks on images. */
final class ImageNets {
    static final List<NetRow> ROWS = List.of(
            NetRow.of(image(4, 4, 1)
                    .then(convolution(1, 2, 3).padding(1))
                    .then(maxPool(2))
                    .then(tanh())
                    .then(convolution(2, 2, 2))
                    .then(flatten())
                    .then(linear(2, 3))),
            NetRow.of(image(5, 4, 2)
                    .then(convolution(2, 2, 3).stride(2).padding(1).withoutBias())
                    .then(tanh())
                    .then(globalAveragePool())
                    .then(linear(2, 3))),
            // The first layer's inputs are data; then a pool whose windows overlap, and a prediction for each place.
            NetRow.of(image(4, 3, 1)
                    .then(averagePool(2).stride(1))
                    .then(convolution(1, 3, 1))
                    .then(tanh())
                    .then(maxPool(2).stride(1))
                    .then(linear(3, 2))),
            NetRow.of(image(3, 3, 2)
                    .then(linear(2, 2))
                    .then(averagePool(3).stride(2).padding(1))
                    .then(tanh())
                    .then(residual(convolution(2, 2, 3).padding(1).then(tanh())))
                    .then(maxPool(3).stride(2).padding(1))
                    .then(flatten())
                    .then(linear(2, 2))),
            NetRow.coupled(linear(3, 5)
                    .then(dropout(0.4))
                    .then(tanh())
                    .then(residual(dropout(0.3).then(linear(5, 5).withoutBias()).then(bias(5))))
                    .then(linear(5, 3))),
            NetRow.coupled(dropout(0.2).then(bias(3)).then(tanh()).then(linear(3, 3))),
            NetRow.of(new FixedNorm(List.of(0.3, -0.2, 0.1), List.of(1.5, 0.7, 2.0))
                    .then(tanh())
                    .then(linear(3, 3))
                    .then(new FixedNorm(List.of(-0.1, 0.4, 0.2), List.of(0.5, 1.2, 0.8)))
                    .then(tanh())
                    .then(linear(3, 2))),
            NetRow.coupled(linear(3, 4).then(batchNorm(4)).then(tanh()).then(linear(4, 3))),
            NetRow.coupled(image(3, 3, 1)
                    .then(batchNorm(1))
                    .then(convolution(1, 2, 2).withoutBias())
                    .then(batchNorm(2).withEpsilon(0.1))
                    .then(relu())
                    .then(globalAveragePool())
                    .then(linear(2, 2))));

    private ImageNets() {}
}
