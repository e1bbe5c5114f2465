package org.guideddescent.optimizers;

import static org.guideddescent.compute.Expr.sign;

import org.guideddescent.compute.Expr;
import org.guideddescent.rule.Cell;
import org.guideddescent.rule.Elementwise;

/**
 * Sign descent: step by the signs of the gradient, steepest descent in the largest entry.
 * <pre>  d = sign(g)  </pre>
 * No state; sign(0) = 0. Riedmiller and Braun, 1993; Bernstein et al., 2018, Algorithm 1, arXiv:1802.04434.
 */
public record SignDescent() implements Elementwise {
    @Override
    public Expr direction(Cell c) {
        return sign(c.gradient());
    }
}
