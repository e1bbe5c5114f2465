/**
 * Curvature as operators, and what one reads from it. It stands on what an {@link org.guideddescent.objective.Objective}
 * can be asked and on no model, so that it serves whatever objective a notebook brings.
 *
 * <p>A {@link org.guideddescent.curvature.Landscape} is an objective around some weights. It gives
 * <ul>
 *   <li>matrices: Hessian, Gauss–Newton, Fisher, Jacobian, whole or of some parameters;
 *   <li>approximations layer by layer: K-FAC, EK-FAC, Shampoo, a diagonal, as a {@link
 *       org.guideddescent.curvature.BlockDiagonal} whose inverse and determinant are exact;
 *   <li>readings: top eigenpairs, the gradient's alignment with them, the noise scale, the quadratic model's word, slices
 *       and planes of the loss.
 * </ul>
 * {@link org.guideddescent.curvature.Sharpness} follows a training; {@link org.guideddescent.curvature.WeightSpectrum} needs no
 * loss. Traces, densities and the algebra of operators are in {@code linalg}. These are instruments: they allocate when
 * they are made and keep still when they multiply.
 *
 * <p>Conventions: an operator's vector is flat, the chosen parameters in the order of memory. All matrices are those of the
 * mean loss of the batch. A Fisher matrix is a mean over examples, each with its own gradient.
 */
package org.guideddescent.curvature;
