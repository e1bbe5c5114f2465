/**
 * Several threads or processes that train one model in step: a team, its sums, the division of a batch, and what a step costs.
 *
 * <p>A team is of equals: no master holds the weights. Every rank has all of them, computes the gradient of its rows, takes the
 * mean with the others and the same step, so that nothing but gradients travels. Equal means bitwise: sums are taken in one
 * order, whoever asks. {@link org.guideddescent.parallel.Threads} is a team in one JVM and {@link
 * org.guideddescent.parallel.Ring} one over TCP; what launches the processes, a shell or a cluster, is not its business.
 *
 * <p>It may import {@code train}, because it is a loop around the loop; {@code objective}, because a divided batch is an objective
 * that asks the others; {@code rule}, whose {@link org.guideddescent.rule.Colleagues} a team is, so that rules divide their work
 * and know no networks; {@code space} and {@code compute}, because it moves numbers. Nothing imports it but what runs it on a
 * cluster.
 */
package org.guideddescent.parallel;
