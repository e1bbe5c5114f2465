package org.guideddescent.optimizers;

import java.util.HashSet;
import org.guideddescent.rule.Scope;
import org.guideddescent.rule.Slots;
import org.guideddescent.rule.Stepper;
import org.guideddescent.rule.Whole;
import org.guideddescent.space.Param;

/**
 * Modular dualization: the gradient of a whole network, mapped to a step of modular norm one.
 * <pre>
 *   d_w = factor_w · lmo_w(g_w)          factors: see {@link Modular}
 * </pre>
 * No state; put a momentum before it. Bernstein and Newhouse, 2024, "Modular duality in deep learning", arXiv:2410.21265,
 * Section 4, with the norms of {@link Ball}; for biases, which it does not treat, the root mean square.
 *
 * @param module the network, with the norms and masses of its weights
 */
public record ModularDual(Modular module) implements Whole {
    @Override
    public Stepper bind(Scope scope, Slots slots) {
        var ops = scope.ops();
        var shares = module.shares();
        var left = new HashSet<>(scope.params());
        var arrays = shares.stream()
                .map(s -> scope.direction(take(s.atom(), scope, left)))
                .toList();
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("the module does not say where "
                    + scope.params().stream().filter(left::contains).toList()
                    + " stand; add them to it, or route them to another rule");
        }
        var duals = new Runnable[shares.size()];
        for (int i = 0; i < duals.length; i++) {
            var d = arrays.get(i);
            double factor = shares.get(i).factor();
            var lmo = shares.get(i).atom().ball().bind(ops, d, slots);
            duals[i] = () -> {
                lmo.run();
                ops.scale(factor, d);
            };
        }
        return step -> {
            for (var dual : duals) {
                dual.run();
            }
        };
    }

    private static Param take(Modular.Atom atom, Scope scope, HashSet<Param> left) {
        var p = scope.theta().layout().named(atom.param());
        if (!left.remove(p)) {
            throw new IllegalArgumentException(
                    p + " stands twice in the module, or is routed to another rule; every weight has one place");
        }
        if (!atom.ball().accepts(p)) {
            throw new IllegalArgumentException(atom.ball() + " is a norm of matrices, but " + p
                    + " is none; use Modular.bias(\"" + p.name() + "\")");
        }
        return p;
    }
}
