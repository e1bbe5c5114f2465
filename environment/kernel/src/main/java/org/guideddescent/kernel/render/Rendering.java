package org.guideddescent.kernel.render;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;

/** Turns values into MIME bundles; the part of this package that the kernel talks to. Thread-safe. */
public final class Rendering {
    private final Extensions extensions = new Extensions();
    private final LiveRenderer renderer = new LiveRenderer(extensions);

    /** Renders the standard types, and those of the extensions that are found. */
    public Rendering() {
        extensions.renderInto(renderer.forLibraries());
    }

    /**
     * Finds the render extensions of a class path in the background, because they may warm libraries.
     *
     * @param loader of the class path
     */
    public void loadExtensions(ClassLoader loader) {
        extensions.load(loader);
    }

    /** Says that the class path has more entries; their extensions are found before the next value is shown. */
    public void classPathGrew() {
        extensions.markStale();
    }

    /** {@return the renderer that cells hold; what they register stays when extensions come later} */
    public Renderer renderer() {
        return renderer;
    }

    /**
     * {@return the bundle of a value in the given MIME types, or in those that suit it} A bundle is its own.
     *
     * @param value anything, null included
     * @param types MIME types; none for those that suit the value
     */
    public DisplayData render(Object value, String... types) {
        if (value instanceof DisplayData data && types.length == 0) {
            return data;
        }
        return types.length == 0 ? renderer.render(value) : renderer.renderAs(value, types);
    }
}
