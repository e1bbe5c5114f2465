package org.guideddescent.optimizers;

/** Whose products a second-order rule asks for. */
public enum CurvatureMatrix {
    /** H = ∂²f/∂θ²: all of the curvature, which may be negative. */
    HESSIAN,
    /** G = mean Jᵀ (∂²ℓ/∂z²) J: never negative for a convex loss of the outputs. Schraudolph, 2002. */
    GAUSS_NEWTON
}
