/**
 * The live optimizer, the loop around it, seeds, the record of a run, and checkpoints.
 *
 * <p>A run is a function of its seed: every consumer of randomness takes a named stream of one {@link
 * org.guideddescent.train.Seed}, and a batch is a function of seed and step, so there is no iterator to save. A
 * checkpoint is one zip of {@code .npy} files, which NumPy reads, with a small text beside them. It is written to a
 * temporary file and moved, and it is read and checked whole before anything of the optimizer is touched.
 *
 * <p>A {@link org.guideddescent.train.Trainer} is data: what to descend, on which batches, {@link
 * org.guideddescent.train.Accumulation how many} a step, {@link org.guideddescent.train.Divergence when to give up}, {@link
 * org.guideddescent.train.Watching who looks on}, {@link org.guideddescent.train.Checkpoints where to save}. Whatever it
 * decides is a function of the numbers so far and never of the clock, so a run that is killed and resumed is the run that was
 * not. What looks on has no way to change a number, but for a callback that stops the run.
 *
 * @serial exclude
 */
package org.guideddescent.train;
