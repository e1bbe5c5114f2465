package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.UUID;
import org.guideddescent.kernel.Notebook;

/** Showing values from within a cell. */
public final class Display {
    private Display() {}

    /**
     * {@return the MIME bundle of a value in its preferred types; show it later or change it first}
     *
     * @param value anything, null included
     */
    public static DisplayData render(Object value) {
        return Notebook.kernel().render(value);
    }

    /**
     * {@return the MIME bundle of a value in the given types}
     *
     * @param value anything, null included
     * @param as MIME types
     */
    public static DisplayData render(Object value, String... as) {
        return Notebook.kernel().render(value, as);
    }

    /**
     * Shows a value in its preferred types.
     *
     * @param value anything, null included
     * @return the id for {@link #updateDisplay}
     */
    public static String display(Object value) {
        return show(render(value));
    }

    /**
     * Shows a value in the given types.
     *
     * @param value anything, null included
     * @param as MIME types
     * @return the id for {@link #updateDisplay}
     */
    public static String display(Object value, String... as) {
        return show(render(value, as));
    }

    /**
     * Replaces what {@link #display} showed under this id.
     *
     * @param id what {@link #display} returned
     * @param value what to show now, in its preferred types
     */
    public static void updateDisplay(String id, Object value) {
        update(id, render(value));
    }

    /**
     * Replaces what {@link #display} showed under this id.
     *
     * @param id what {@link #display} returned
     * @param value what to show now
     * @param as MIME types
     */
    public static void updateDisplay(String id, Object value, String... as) {
        update(id, render(value, as));
    }

    private static String show(DisplayData data) {
        if (!data.hasDisplayId()) {
            data.setDisplayId(UUID.randomUUID().toString());
        }
        Notebook.kernel().display(data);
        return data.getDisplayId();
    }

    private static void update(String id, DisplayData rendered) {
        DisplayData data = new DisplayData(rendered);
        data.setDisplayId(id);
        Notebook.kernel().updateDisplay(data);
    }
}
