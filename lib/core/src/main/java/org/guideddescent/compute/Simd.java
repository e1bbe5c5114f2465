package org.guideddescent.compute;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Whether this JVM has {@code jdk.incubator.vector}, and how it reaches memory. The module must be asked for, with {@code
 * --add-modules jdk.incubator.vector}; without it, and on JDK 19 to 21, where neither form of memory access is final,
 * everything runs on the blocks of {@link ArrayDialect}, with the same bits.
 */
final class Simd {
    /** What vectors read from here, or nothing if there are none. */
    static final Optional<VectorDialect.Memory> MEMORY = find();

    private static final MethodHandle OF_BUFFER = ofBuffer();

    private Simd() {}

    /** What the generated code takes for this window of memory. */
    static Object view(ByteBuffer window) {
        if (OF_BUFFER == null) {
            return window;
        }
        try {
            return OF_BUFFER.invoke(window);
        } catch (Throwable e) {
            throw new IllegalStateException("MemorySegment.ofBuffer", e);
        }
    }

    private static Optional<VectorDialect.Memory> find() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return Optional.empty();
        }
        int java = Runtime.version().feature();
        var memory = java <= 18 ? VectorDialect.Memory.BYTE_BUFFER : java >= 22 ? VectorDialect.Memory.SEGMENT : null;
        return Optional.ofNullable(memory).filter(Simd::compiles);
    }

    /** Whether a program can be compiled: an incubating module may change in a JDK that we have not seen. */
    private static boolean compiles(VectorDialect.Memory memory) {
        try {
            var program = new Program(1, 0, List.of(new Program.Write(0, Expr.sqrt(Expr.load(0)))));
            return new JavaSource(program, new VectorDialect("float", memory)).kernel() != null;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static MethodHandle ofBuffer() {
        if (MEMORY.isEmpty() || MEMORY.get() != VectorDialect.Memory.SEGMENT) {
            return null;
        }
        try {
            var segment = Class.forName("java.lang.foreign.MemorySegment");
            return MethodHandles.publicLookup()
                    .findStatic(segment, "ofBuffer", MethodType.methodType(segment, java.nio.Buffer.class))
                    .asType(MethodType.methodType(Object.class, ByteBuffer.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("MemorySegment.ofBuffer", e);
        }
    }
}
