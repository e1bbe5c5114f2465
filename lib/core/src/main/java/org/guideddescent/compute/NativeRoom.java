package org.guideddescent.compute;

import org.bytedeco.javacpp.BytePointer;

/** Memory outside of the heap that a thread works in, for what BLAS reads: it grows to what was asked for and stays. */
final class NativeRoom {
    /** Of the thread that uses it. */
    static final ThreadLocal<NativeRoom> PIECE = ThreadLocal.withInitial(NativeRoom::new);

    /** Of the thread that starts a job, read by those that work on it. */
    static final ThreadLocal<NativeRoom> JOB = ThreadLocal.withInitial(NativeRoom::new);

    private static final int LINE = 64;
    private BytePointer memory = new BytePointer();
    private long size;

    private NativeRoom() {}

    /** The address of at least so many bytes, at the start of a cache line; what they hold means nothing. */
    long of(long bytes) {
        if (bytes > size) {
            memory.close();
            memory = new BytePointer(bytes + LINE);
            size = bytes;
        }
        return (memory.address() + LINE - 1) / LINE * LINE;
    }
}
