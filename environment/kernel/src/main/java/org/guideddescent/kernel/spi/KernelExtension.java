package org.guideddescent.kernel.spi;

import org.guideddescent.kernel.KernelInstance;

/**
 * A library's way to equip a notebook: to register magics, import, show something. The kernel finds implementations with
 * {@link java.util.ServiceLoader} when it starts and when jars join the class path, and calls each once, between two
 * parts of a cell; one that throws is reported and skipped.
 */
public interface KernelExtension {
    /**
     * Equips the notebook.
     *
     * @param kernel of the notebook
     */
    void install(KernelInstance kernel);
}
