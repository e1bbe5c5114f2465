package org.guideddescent.rule;

import static org.guideddescent.compute.Expr.constant;
import static org.guideddescent.compute.Expr.load;
import static org.guideddescent.compute.Expr.max;
import static org.guideddescent.compute.Expr.scalar;
import static org.guideddescent.compute.Expr.sign;

import java.util.ArrayList;
import java.util.List;
import org.guideddescent.compute.Compiled;
import org.guideddescent.compute.Program;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Caution: do not move where the direction and the gradient disagree.
 * <pre>  φ = 1 where d g > 0, else 0          d ← φ d n / (Σ φ + 1)  </pre>
 * n numbers and the sum are those of one parameter, as in the authors' code for tensors; the paper writes one vector. Their
 * later code divides by max(Σ φ / n, 10⁻³) instead. Decay is not meant to be masked: write it behind. No state; one scratch
 * copy of g. Liang et al., 2024, arXiv:2411.16085.
 *
 * @param rule whose direction is masked
 */
public record Cautious(Transform rule) implements Around {
    @Override
    public List<Transform> inner() {
        return List.of(rule);
    }

    @Override
    public Mode mode() {
        return Mode.BEND;
    }

    @Override
    public Stepper bind(Scope scope, Slots slots, List<Stepper> inner) {
        var each = new ArrayList<OfParameter>();
        long position = 0;
        var gradient = slots.scratch("gradient", scope.size());
        for (var p : scope.params()) {
            var g = Scope.window(gradient, position, position + p.size());
            each.add(OfParameter.of(scope, Scope.window(scope.direction().flat(), p.offset(), p.end()), g));
            position += p.size();
        }
        var factor = new double[1];
        return step -> {
            for (int i = 0; i < each.size(); i++) {
                scope.ops().copy(each.get(i).d, each.get(i).g);
            }
            inner.get(0).apply(step);
            for (int i = 0; i < each.size(); i++) {
                each.get(i).mask(scope, factor);
            }
        };
    }

    /** g: afterwards φ. */
    private record OfParameter(INDArray d, INDArray g, Compiled agreement, Compiled masking) {
        private static final double[] NONE = {};

        static OfParameter of(Scope scope, INDArray d, INDArray g) {
            // Signs, for the product of two small numbers may be zero.
            var phi = max(sign(load(0)).times(sign(load(1))), constant(0));
            var masked = load(0).times(load(1)).times(scalar(0));
            return new OfParameter(
                    d,
                    g,
                    scope.ops().compile(new Program(2, 0, List.of(new Program.Write(1, phi))), d, g),
                    scope.ops().compile(new Program(2, 1, List.of(new Program.Write(0, masked))), d, g));
        }

        void mask(Scope scope, double[] factor) {
            agreement.run(NONE);
            factor[0] = d.length() / (scope.ops().dot(g, g) + 1);
            masking.run(factor);
        }
    }
}
