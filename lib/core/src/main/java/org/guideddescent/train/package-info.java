/**
 * The live optimizer, the loop around it, seeds, the record of a run, and checkpoints.
 *
 * <p>A run is a function of its seed: every consumer of randomness takes a named stream of one {@link
 * org.guideddescent.train.Seed}, and a batch is a function of seed and step, so there is no iterator to save. A
 * checkpoint is one zip of {@code .npy} files, which NumPy reads, with a small JSON text beside them. It is written to a
 * temporary file and moved, and it is read and checked whole before anything of the optimizer is touched.
 */
package org.guideddescent.train;
