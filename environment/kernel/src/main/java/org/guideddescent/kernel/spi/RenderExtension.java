package org.guideddescent.kernel.spi;

import io.github.spencerpark.jupyter.kernel.display.Renderer;

/**
 * A library's way to teach the kernel how its types look. The kernel finds implementations with {@link
 * java.util.ServiceLoader} when it starts and calls each once; an implementation that throws is reported and skipped.
 */
public interface RenderExtension {
    /**
     * Registers render functions.
     *
     * @param renderer modified
     */
    void register(Renderer renderer);
}
