package org.guideddescent.kernel;

import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import java.io.IOException;
import java.nio.file.Path;
import org.guideddescent.kernel.jshell.Outcome;
import org.guideddescent.kernel.jshell.Questions;
import org.guideddescent.kernel.magic.Registry;

/** What a cell or an extension may ask of its kernel, under the names that IJava's notebooks use. */
public interface KernelInstance {
    /** {@return the live renderer: what cells register stays, and extensions found later join it} */
    Renderer getRenderer();

    /** {@return the registry of magics, for more of them} */
    Registry getMagics();

    /** {@return the comms of this kernel} */
    CommManager getCommManager();

    /**
     * {@return the MIME bundle of a value, in the given types or in the preferred ones}
     *
     * @param value anything, null included
     * @param types MIME types; none for the preferred ones
     */
    DisplayData render(Object value, String... types);

    /**
     * Shows a bundle now.
     *
     * @param data the bundle
     */
    void display(DisplayData data);

    /**
     * Replaces every shown bundle that has this one's display id.
     *
     * @param data the bundle, with its display id
     */
    void updateDisplay(DisplayData data);

    /**
     * Empties the cell's output.
     *
     * @param wait only when the next output arrives
     */
    void clearOutput(boolean wait);

    /**
     * Evaluates code, magics included, as part of the running cell.
     *
     * @param code one or more statements
     * @return the value of the last one; null where it has none
     */
    Object evalRaw(String code);

    /**
     * Shows a bundle in the front end's pager when the cell has ended.
     *
     * @param data the bundle
     */
    void page(DisplayData data);

    /**
     * Asks the user for one line.
     *
     * @param prompt the question
     * @param password whether it is hidden while it is typed
     * @return the line, without its end
     * @throws IOException where the front end takes no input
     * @throws InterruptedException if the cell is stopped meanwhile
     */
    String ask(String prompt, boolean password) throws IOException, InterruptedException;

    /**
     * Appends a jar or folder to the class path.
     *
     * @param entry a jar or folder; one that is there already changes nothing
     */
    void addToClassPath(Path entry);

    /** {@return what answers of completion, documentation and completeness} */
    Questions questions();

    /**
     * {@return the words for a failure, as a cell shows them}
     *
     * @param thrown what ended the work
     */
    Outcome.Failure failure(Throwable thrown);

    /** Stops the running cell. */
    void interrupt();
}
