package org.guideddescent.optimizers;

import org.guideddescent.linalg.NewtonSchulz;
import org.guideddescent.rule.Rules;
import org.guideddescent.rule.Transform;

/** Every optimizer in one line, with the defaults of its paper. */
public final class Optimizers {
    private Optimizers() {}

    /** Gradient descent at rate. */
    public static Transform sgd(double rate) {
        return new Sgd().at(rate);
    }

    /** Polyak's momentum: m ← β m + g. */
    public static Transform heavyBall(double rate, double beta) {
        return new HeavyBall(beta).at(rate);
    }

    /** Nesterov's momentum: d = g + β m. */
    public static Transform nesterov(double rate, double beta) {
        return new Nesterov(beta).at(rate);
    }

    /** Adam with β = (0.9, 0.999), ε = 1e-8. */
    public static Transform adam(double rate) {
        return new Adam(0.9, 0.999, 1e-8).at(rate);
    }

    /** AdamW with β = (0.9, 0.999), ε = 1e-8 and decay 0.01, the defaults of the paper's code and of PyTorch. */
    public static Transform adamW(double rate) {
        return adamW(rate, 0.01);
    }

    /** AdamW with a decay: θ ← θ − η (m̂ / (√v̂ + ε) + λ θ). */
    public static Transform adamW(double rate, double decay) {
        return Rules.chain(new Adam(0.9, 0.999, 1e-8), Rules.decoupledWeightDecay(decay))
                .at(rate);
    }

    /** Muon with Nesterov momentum 0.95, five Newton–Schulz steps and the scale √max(1, out/in). Matrices only. */
    public static Transform muon(double rate) {
        return muon(rate, Muon.Scale.JORDAN);
    }

    /** Muon with another scale. */
    public static Transform muon(double rate, Muon.Scale scale) {
        return new Muon(0.95, true, NewtonSchulz.JORDAN, scale).at(rate);
    }
}
