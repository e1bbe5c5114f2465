/**
 * Rules of this library inside networks of Deeplearning4j: one line after {@code init()}.
 *
 * <p>Why it is done this way. DL4J hands an {@code IUpdater} one flat block that may span several layers, without shapes and
 * without weights; no matrix rule, no decoupled decay and no clipping by the global norm can live there. What does know the
 * shapes is the network's {@code Updater}, which turns the whole gradient into the whole update once for each iteration. So
 * {@link org.guideddescent.dl4j.NetworkOptimizer} puts an updater of its own at that place. It is DL4J's, with one addition:
 * when DL4J has divided by the size of the batch, clipped the gradient and added its own L1 and L2, the rule sees all parameters
 * with their true shapes, takes one step on a copy of the weights, and leaves the difference as the update, which is what DL4J
 * and its listeners expect there. The configuration carries a {@link org.guideddescent.dl4j.RuleUpdater}, so that a saved model
 * knows its rule and has room for its memory.
 *
 * <p>Shapes. DL4J stores a dense weight as [fan-in × fan-out] in column-major order: in memory that is [fan-out × fan-in] in
 * row-major order, the convention of this library, so the window differs and the numbers stay where they are. Convolutions
 * [out × in × h × w] are [out × in·h·w]. Tables of embeddings are turned, one row a token; projections of attention layers
 * [heads × size × in] are [heads·size × in], and matrices of other SameDiff layers, which are row-major [in × out], are turned too.
 *
 * @serial exclude
 */
package org.guideddescent.dl4j;
