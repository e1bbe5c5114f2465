/**
 * Graphs of ND4J's SameDiff, for those who have one: as an objective of this library, and trained in place by a rule.
 *
 * <p>Two ways because there are two wishes. {@link org.guideddescent.samediff.SameDiffObjective} makes a graph a loss that our
 * trainer, sweeps and line searches can ask. {@link org.guideddescent.samediff.GraphOptimizer} leaves {@code graph.fit} to
 * SameDiff and only takes the step. SameDiff hands an updater the gradient of one variable at a time, in the middle of the
 * backward pass, and without the variable; a rule wants all of them, with names, weights and roles. So the updater there is only a
 * gate; a listener collects the gradients, leaves zeros as SameDiff's own updates, and takes one step of the rule when the
 * iteration is done. That is exact for every rule that needs gradients only.
 */
package org.guideddescent.samediff;
