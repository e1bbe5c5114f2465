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
    /** The live renderer: what cells register stays, and extensions found later join it. */
    Renderer getRenderer();

    /** The registry of magics, for more of them. */
    Registry getMagics();

    /** The comms of this kernel. */
    CommManager getCommManager();

    /** The MIME bundle of a value, in the given types or in the preferred ones. */
    DisplayData render(Object value, String... types);

    /** Shows a bundle now. */
    void display(DisplayData data);

    /** Replaces every shown bundle that has this one's display id. */
    void updateDisplay(DisplayData data);

    /** Empties the cell's output; wait: only when the next output arrives. */
    void clearOutput(boolean wait);

    /** Evaluates code, magics included, as part of the running cell; null where it has no value. */
    Object evalRaw(String code);

    /** Shows a bundle in the front end's pager when the cell has ended. */
    void page(DisplayData data);

    /** Asks the user for one line; password: hidden while it is typed; IOException where the front end takes no input. */
    String ask(String prompt, boolean password) throws IOException, InterruptedException;

    /** Appends a jar or folder to the class path. */
    void addToClassPath(Path entry);

    /** Completion, documentation and completeness. */
    Questions questions();

    /** The words for a failure, as a cell shows them. */
    Outcome.Failure failure(Throwable thrown);

    /** Stops the running cell. */
    void interrupt();
}
