package io.github.spencerpark.ijava;

import org.guideddescent.kernel.Notebook;

/** Where IJava's notebooks find their kernel. */
public final class IJava {
    /** The environment variable with options for the compiler. */
    public static final String COMPILER_OPTS_KEY = "IJAVA_COMPILER_OPTS";
    /** The environment variable with the time that a statement may take. */
    public static final String TIMEOUT_DURATION_KEY = "IJAVA_TIMEOUT";
    /** The environment variable with more class path. */
    public static final String CLASSPATH_KEY = "IJAVA_CLASSPATH";
    /** The environment variable with files of code that run first. */
    public static final String STARTUP_SCRIPTS_KEY = "IJAVA_STARTUP_SCRIPTS_PATH";
    /** The environment variable with code that runs first. */
    public static final String STARTUP_SCRIPT_KEY = "IJAVA_STARTUP_SCRIPT";

    /** The version of IJava that this kernel is compatible with. */
    public static final String VERSION = "1.3.0";

    private IJava() {}

    /** {@return the kernel of this process} */
    public static JavaKernel getKernelInstance() {
        return Notebook.javaKernel();
    }
}
