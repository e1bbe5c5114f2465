package org.guideddescent.curvature;

import org.guideddescent.compute.Ops;
import org.guideddescent.linalg.LinearOperator;
import org.guideddescent.space.ParamVector;

/**
 * How well a quadratic model foretells a step d.
 * <pre>  predicted decrease = −(gᵀd + ½ dᵀA d)          ρ = actual / predicted  </pre>
 * ρ near 1 says that the model is good for steps of this length; Levenberg–Marquardt and trust-region methods act on it.
 * Nocedal and Wright, 2006, Section 4.1.
 *
 * @param linear gᵀd
 * @param quadratic ½ dᵀA d
 * @param actual f(θ) − f(θ + d)
 */
public record QuadraticModel(double linear, double quadratic, double actual) {
    /** {@return the decrease −(gᵀd + ½ dᵀA d) that the model predicts} */
    public double predicted() {
        return -linear - quadratic;
    }

    /** {@return ρ, the decrease of the loss over the one predicted} */
    public double ratio() {
        return actual / predicted();
    }

    static QuadraticModel of(Landscape here, LinearOperator a, ParamVector d) {
        if (a.rows() != here.size() || a.columns() != here.size()) {
            throw new IllegalArgumentException("the model needs a matrix of [" + here.size() + "×" + here.size()
                    + "] for the chosen parameters, got " + a + " of [" + a.rows() + "×" + a.columns() + "]");
        }
        var ops = Ops.current();
        var walk = new Walk(here, d);
        var only = Walk.chosen(here, d);
        var grad = d.like();
        double before = here.objective().gradient(here.theta(), here.batch(), grad);
        var part = new Part(ops, d.layout(), d.type(), here.which());
        var v = part.vector();
        var product = part.vector();
        ops.copy(d.flat(), part.all().flat());
        part.collect(v);
        a.times(v, product);
        return new QuadraticModel(ops.dot(grad.flat(), only.flat()), ops.dot(v, product) / 2, before - walk.loss(1));
    }
}
