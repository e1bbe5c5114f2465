/**
 * The few primitives that everything runs on: in place, output last, allocating nothing after the first call.
 *
 * <p>Why a package of its own: an ND4J op costs 5 to 40 microseconds whatever its size, and a call on the array's own
 * memory a tenth of one, so nothing on a hot path goes through an op. {@link org.nd4j.linalg.api.ndarray.INDArray}
 * stays the one array type in every signature; {@link org.guideddescent.compute.Ops} is what runs on it. {@code CpuOps}
 * calls BLAS on the arrays' memory and runs elementwise programs as compiled Java loops; {@code Nd4jOps} does the same
 * through ND4J ops on any backend and is the slow reference of the tests.
 */
package org.guideddescent.compute;
