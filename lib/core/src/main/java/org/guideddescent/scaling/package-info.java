/**
 * What to change where a network grows, so that what was tuned on a small one serves a large one. A {@link
 * org.guideddescent.scaling.Parametrization} is a table of factors, and a {@link org.guideddescent.scaling.Scaling} is that table for
 * one network and a smaller one, the base: it scales first values, rules and multipliers. {@link
 * org.guideddescent.scaling.CoordinateCheck} measures whether the table keeps its word.
 *
 * <p>One idea stands behind the tables: a matrix [out × in] and its updates should have a spectral norm like √(out / in), whatever the
 * size (Yang et al., 2023, Condition 1, arXiv:2310.17813). An {@link org.guideddescent.scaling.Update} says how far a rule misses that,
 * and the table undoes it.
 *
 * <p>At the base's own size every factor is exactly 1, so that a parametrization changes no bit there.
 */
package org.guideddescent.scaling;
