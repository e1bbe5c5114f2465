package org.guideddescent.curvature;

import java.util.function.Consumer;
import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.LinearOperator;
import org.guideddescent.objective.Batch;
import org.guideddescent.objective.LayerObserver;
import org.guideddescent.objective.Oracle;
import org.guideddescent.space.ParamVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Gradients of the examples of a batch, one at a time, as batches of one row. Each such batch has a chance of its own. A batch
 * normalization sees one example then, so it must be an evaluated one, whose statistics stand still.
 */
final class Examples {
    private final Landscape here;

    Examples(Landscape here) {
        this.here = here;
    }

    /** Example i of the batch, aliasing it. */
    static Batch row(Batch batch, int i) {
        return new Batch(row(batch.inputs(), i), row(batch.targets(), i), batch.key() + 0xD1B54A32D192ED03L * i);
    }

    private static INDArray row(INDArray a, int i) {
        return a.get(NDArrayIndex.interval(i, i + 1), NDArrayIndex.all()).reshape('c', true, 1, a.size(1));
    }

    /** mean g gᵀ over examples, as the targets say. */
    LinearOperator outerProducts(Targets targets) {
        int n = here.batch().size();
        var part = new Part(Ops.current(), here.theta().layout(), here.theta().type(), here.which());
        var name = name(targets);
        long passes = passes(targets);
        var products = new OuterProducts(
                name, Ops.current(), here.theta().type(), n * passes, part.size(), 1.0 / n / rounds(targets));
        each(targets, part.all(), g -> products.add(part::collect));
        return products.complete();
    }

    private static String name(Targets targets) {
        return targets instanceof Targets.Enumerated
                ? "the Fisher matrix"
                : targets instanceof Targets.Drawn d
                        ? "a Fisher matrix of " + d.draws() + " draws"
                        : "the empirical Fisher matrix";
    }

    /** Backward passes of an example. */
    long passes(Targets targets) {
        return targets instanceof Targets.Enumerated ? here.oracle().rootColumns() : rounds(targets);
    }

    /** Passes that are averaged; columns of a root are summed. */
    static int rounds(Targets targets) {
        return targets instanceof Targets.Drawn d ? d.draws() : 1;
    }

    /** Writes every gradient to grad, shows it and goes on. */
    void each(Targets targets, ParamVector grad, Consumer<ParamVector> see) {
        var theta = here.theta();
        for (int i = 0; i < here.batch().size(); i++) {
            var one = new Oracle(here.objective(), row(here.batch(), i));
            for (int k = 0; k < passes(targets); k++) {
                if (targets instanceof Targets.Enumerated) {
                    one.rootGradient(theta, k, grad, LayerObserver.NONE);
                } else if (targets instanceof Targets.Drawn d) {
                    one.sampledGradient(theta, d.key(k, i + 1L), grad, LayerObserver.NONE);
                } else {
                    one.gradient(theta, grad);
                }
                see.accept(grad);
            }
        }
    }
}
