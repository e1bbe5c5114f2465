package org.guideddescent.optimizers;

import org.guideddescent.rule.PerMatrix;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.space.Param;

/**
 * Gradient centralization: take the mean out of each row of a matrix, the weights of one output.
 * <pre>  d ← d − (d 1 / n) 1ᵀ          for d [m × n]  </pre>
 * What is no matrix stays. No state. Yong et al., 2020, equation 1, arXiv:2004.01461.
 */
public record Centralize() implements PerMatrix {
    @Override
    public boolean accepts(Param p) {
        return true;
    }

    @Override
    public Stepper bind(Param p, Scope scope, Slots slots) {
        if (!p.isMatrix()) {
            return step -> {};
        }
        var ops = scope.ops();
        var d = scope.direction(p);
        var means = slots.scratch("means", p.rows(), 1);
        var ones = slots.scratch("ones", 1, p.cols());
        ops.fill(1, ones);
        return step -> {
            ops.rowSums(d, means);
            ops.gemm(false, false, -1.0 / p.cols(), means, ones, 1, d);
        };
    }
}
