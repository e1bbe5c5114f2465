/**
 * Benchmarks against peers.
 *
 * <p>Every contestant, ours too, is a process of its own ({@link org.guideddescent.bench.Fork}) with its own class path and the
 * same number of threads. The parent lets them run in turn ({@link org.guideddescent.bench.Race}), so one run yields ratios that a
 * change of the machine's mood does not move. The parent itself loads no native library.
 */
package org.guideddescent.bench;
