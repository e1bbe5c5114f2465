package org.guideddescent.kernel.spi;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.Optional;
import java.util.UUID;
import org.guideddescent.kernel.KernelInstance;
import org.guideddescent.kernel.Notebook;

/** One display of the running cell that is replaced in place, in every front end and in the notebook's file. */
public final class LiveDisplay {
    private final KernelInstance kernel;
    private final String id = UUID.randomUUID().toString();
    private boolean shown;

    private LiveDisplay(KernelInstance kernel) {
        this.kernel = kernel;
    }

    /**
     * {@return a display in the kernel of this process, which begins with the first {@link #show}; empty where none
     * runs}
     */
    public static Optional<LiveDisplay> open() {
        return Notebook.running().map(LiveDisplay::new);
    }

    /**
     * Shows a value as the last line of a cell would, in place of what was shown before. May be called by any thread.
     *
     * @param value anything, null included
     */
    public void show(Object value) {
        show(kernel.render(value));
    }

    /**
     * Shows a bundle in place of what was shown before.
     *
     * @param data the bundle; gets this display's id
     */
    public synchronized void show(DisplayData data) {
        data.setDisplayId(id);
        if (shown) {
            kernel.updateDisplay(data);
        } else {
            kernel.display(data);
            shown = true;
        }
    }
}
