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
 * <p>Names and roles: the matrices are w1, w2, …, their biases b1, b2, …, counted from the input. The last matrix is
 * {@code OUTPUT}; otherwise the first is {@code INPUT} and those between are {@code HIDDEN}. A network of one matrix
 * therefore has an {@code OUTPUT} only, and one of two, such as 784-256-10, has no {@code HIDDEN} matrix, so {@code
 * matrices()} means none of its parameters: route with {@code everyMatrix()} or {@code role(INPUT, HIDDEN)} there.
 */
package org.guideddescent.model;
