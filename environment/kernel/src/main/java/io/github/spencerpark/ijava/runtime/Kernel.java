package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;
import org.guideddescent.kernel.Notebook;

/** The kernel from within a cell. */
public final class Kernel {
    private Kernel() {}

    public static JavaKernel getKernelInstance() {
        return IJava.getKernelInstance();
    }

    /** Runs code, magics included, as a cell would; its value, or null. Throws what IJava's signature says. */
    public static Object eval(String code) throws Exception {
        return Notebook.kernel().evalRaw(code);
    }
}
