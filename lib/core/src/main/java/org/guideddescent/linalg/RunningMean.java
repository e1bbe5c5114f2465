package org.guideddescent.linalg;

import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;
import static org.guideddescent.compute.Expr.sqrt;

import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Ops;
import org.guideddescent.compute.Program;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mean and variance of vectors that come one by one.
 * <pre>  δ = x − μ          μ ← μ + δ / i          s ← s + δ (x − μ)  </pre>
 * Welford, 1962.
 */
final class RunningMean {
    private final INDArray mean;
    private final INDArray squares;
    private final Compiled add;
    private final Compiled finish;
    private final double[] share = new double[1];
    private int samples;

    /** x: where the vectors will stand. */
    RunningMean(Ops ops, INDArray x) {
        mean = Nd4j.create(x.dataType(), x.length());
        squares = Nd4j.create(x.dataType(), x.length());
        var delta = load(0).minus(load(1));
        var moved = load(1).plus(delta.times(scalar(0)));
        add = ops.compile(
                new Program(
                        3,
                        1,
                        List.of(
                                new Program.Write(1, moved),
                                new Program.Write(2, load(2).plus(delta.times(load(0).minus(moved)))))),
                x,
                mean,
                squares);
        finish = ops.compile(new Program(1, 1, List.of(new Program.Write(0, sqrt(load(0).times(scalar(0)))))), squares);
    }

    /** Takes the numbers that stand in x now. */
    void add() {
        samples++;
        share[0] = 1.0 / samples;
        add.run(share);
    }

    /** The mean and its standard error; ends the sampling. */
    VectorEstimate estimate(int products) {
        share[0] = 1.0 / (samples - 1.0) / samples;
        finish.run(share);
        return new VectorEstimate(mean, squares, products);
    }
}
