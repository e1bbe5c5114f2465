package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.lerp;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.scalar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Program;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Step;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Shampoo and KL-Shampoo at work on one matrix: its running mean, and its blocks. */
final class KroneckerStepper implements Stepper {
    private final Shampoo rule;
    private final boolean kl;
    private final KroneckerBlock[] blocks;
    private final Compiled average;
    private final double[] correction = new double[1];

    KroneckerStepper(Param p, Scope scope, Slots slots, Shampoo rule, boolean kl) {
        this.rule = rule;
        this.kl = kl;
        var d = scope.direction(p);
        var mean = rule.average();
        var m = mean.remembers() ? slots.zeros("m", p.rows(), p.cols()) : d;
        var g = load(0);
        var taken = lerp(load(1), g, 1 - mean.beta3()).over(scalar(0));
        var kept = lerp(load(1), g, 1 - mean.beta1());
        this.average = mean.remembers()
                ? scope.ops()
                        .compile(
                                new Program(2, 1, List.of(new Program.Write(0, taken), new Program.Write(1, kept))),
                                d,
                                m)
                : scalars -> {};
        var all = new ArrayList<KroneckerBlock>();
        if (p.size() <= rule.cut().merge()) {
            var column = d.reshape('c', true, p.size(), 1);
            all.add(new KroneckerBlock(scope, p.toString(), column, slots, rule, Shampoo.Sides.LEFT));
        } else {
            int size = rule.cut().block();
            for (int i = 0; i < p.rows(); i += size) {
                for (int j = 0; j < p.cols(); j += size) {
                    boolean whole = p.rows() <= size && p.cols() <= size;
                    var window = whole ? d : window(d, i, j, size);
                    var name = whole ? p.toString() : p + " block (" + i / size + ", " + j / size + ")";
                    var memory = whole ? slots : slots.in("block " + i / size + "," + j / size);
                    all.add(new KroneckerBlock(scope, name, window, memory, rule, rule.sides()));
                }
            }
        }
        this.blocks = all.toArray(KroneckerBlock[]::new);
    }

    private static INDArray window(INDArray d, int i, int j, int size) {
        return d.get(
                NDArrayIndex.interval(i, Math.min(i + size, d.rows())),
                NDArrayIndex.interval(j, Math.min(j + size, d.columns())));
    }

    @Override
    public void prepare(Step step) {
        for (var block : blocks) {
            block.accumulate(kl);
            block.begin(step.t());
        }
    }

    @Override
    public void apply(Step step) {
        endAll();
        var mean = rule.average();
        correction[0] = 1 - mean.beta3() * Math.pow(mean.beta1(), step.t() - 1.0);
        average.run(correction);
        for (var block : blocks) {
            block.precondition();
        }
    }

    /** Ends what has begun in every block, then throws the first failure. */
    private void endAll() {
        Optional<ArithmeticException> failure = Optional.empty();
        for (var block : blocks) {
            try {
                block.end();
            } catch (ArithmeticException e) {
                failure = failure.isPresent() ? failure : Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
