/**
 * One flat buffer, many named 2-D views of it, and which parameters are meant.
 *
 * <p>An optimizer wants one long vector; a model wants matrices. Both are served by one contiguous {@link
 * org.nd4j.linalg.api.ndarray.INDArray} and by views of it that are made once. Hidden matrices come first in a {@link
 * org.guideddescent.space.Layout}, so that the usual routes (matrices to one rule, the rest to another) are contiguous
 * runs, and a run is one pass over memory.
 *
 * @serial exclude
 */
package org.guideddescent.space;
