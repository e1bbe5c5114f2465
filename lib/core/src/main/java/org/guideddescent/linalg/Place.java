package org.guideddescent.linalg;

import org.guideddescent.compute.Ops;

/**
 * Where a matrix algorithm works.
 *
 * @param ops primitives that compute
 * @param name how a sentence names the matrix, e.g. {@code w1 [64×32] left}
 * @param state arrays that must survive from call to call and in a checkpoint
 * @param scratch arrays whose content is only good within one call, so that many may share them
 * @param failures failures in a row, which a checkpoint must keep
 */
public record Place(Ops ops, String name, Workspace state, Workspace scratch, Tally failures) {}
