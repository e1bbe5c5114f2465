/**
 * Objectives to experiment on, built from layers with hand-written passes.
 *
 * <p>Why not an automatic differentiation: second-order rules need the inputs and output gradients of each layer, which
 * no Java framework gives, and a hand-written pass on memory that is made once takes microseconds where a graph takes
 * milliseconds. A {@link org.guideddescent.model.Layer} is a recipe, a record; its {@link
 * org.guideddescent.model.Pass} is the recipe on memory for one batch size. A {@link
 * org.guideddescent.model.Network} keeps the passes of the two batch sizes used last, so that training and test batches
 * alternate without allocation.
 *
 * <p>What flows between layers: the examples of a batch are a matrix [n · positions × channels], where a {@link
 * org.guideddescent.model.Shape} says what an example is. A pixel and a token are positions, so a linear layer acts on each of
 * them, a convolution is a matrix product of patches, and flattening moves nothing.
 *
 * <p>Composites. A {@link org.guideddescent.model.Stack} is a layer too, and {@link org.guideddescent.model.Residual} stands
 * around one. A pass receives the parameters of its layer as one array, and hands each layer inside its part.
 *
 * <p>No modes. Chance, such as what is dropped, is a function of the batch's key; statistics of a normalization
 * are of the batch at hand. {@link org.guideddescent.model.Network#evaluated} makes the network that drops nothing and
 * whose statistics are fixed, from examples and any weights, such as averaged ones.
 *
 * <p>Names and roles: the matrices are w1, w2, …, their biases b1, b2, …, counted from the input; tables of vectors are
 * e1, e2, …; other vectors are counted by their kind. The last matrix is {@code OUTPUT}; otherwise the first is {@code
 * INPUT}, unless an embedding reads the data, and those between are {@code HIDDEN}. A network of one matrix therefore has
 * an {@code OUTPUT} only, and one of two, such as 784-256-10, has no {@code HIDDEN} matrix, so {@code matrices()} means none
 * of its parameters: route with {@code everyMatrix()} or {@code role(INPUT, HIDDEN)} there.
 */
package org.guideddescent.model;
