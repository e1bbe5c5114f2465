/**
 * Many runs: plans of trials, where they run, and the store of their results.
 *
 * <p>A {@link org.guideddescent.sweep.Trial} is values by name and nothing else, so that it can be written down, found
 * again and sent elsewhere. An {@link org.guideddescent.sweep.Experiment} makes everything it needs from a trial, so a
 * run is a function of its trial wherever it happens: {@link org.guideddescent.sweep.Work} performs it with the same
 * number of threads on every machine, and an {@link org.guideddescent.sweep.Engine} only decides where and when. That
 * is why results of the local pool and of a cluster are the same, bit by bit.
 *
 * <p>Nothing ends a sweep but its end: a run that diverges or throws is a result that says so. Each result is one line of
 * JSON, written and forced to disk before it counts; what is in the store is not run again.
 *
 * @serial exclude
 */
package org.guideddescent.sweep;
