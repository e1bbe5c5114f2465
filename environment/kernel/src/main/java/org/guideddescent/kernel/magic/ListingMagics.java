package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic;
import java.util.List;
import java.util.function.Supplier;
import org.guideddescent.kernel.jshell.Declarations;

/** What the notebook has declared, as JShell's commands of the same names report it; and how to forget it. */
public final class ListingMagics {
    private final Supplier<Declarations> declarations;
    private final Runnable reset;

    /**
     * Makes the magics of a shell.
     *
     * @param declarations of the shell
     * @param reset forgets all that cells declared
     */
    public ListingMagics(Supplier<Declarations> declarations, Runnable reset) {
        this.declarations = declarations;
        this.reset = reset;
    }

    /**
     * {@return the variables with their types and values}
     *
     * @param none no arguments
     */
    @LineMagic
    @Help(usage = "%vars", text = "Lists the variables with their types and values.", example = "%vars")
    public DisplayData vars(List<String> none) {
        List<List<String>> rows = declarations.get().variables().stream()
                .map(v -> List.of(v.type(), v.name(), v.known() ? ShortText.of(v.value()) : "(not yet defined)"))
                .toList();
        return new Report(List.of("type", "name", "value"), rows).shown();
    }

    /**
     * {@return the methods that cells declared}
     *
     * @param none no arguments
     */
    @LineMagic
    @Help(usage = "%methods", text = "Lists the methods that cells declared.", example = "%methods")
    public DisplayData methods(List<String> none) {
        return column("method", declarations.get().methods());
    }

    /**
     * {@return the types that cells declared}
     *
     * @param none no arguments
     */
    @LineMagic
    @Help(
            usage = "%types",
            text = "Lists the classes, records, interfaces and enums that cells declared.",
            example = "%types")
    public DisplayData types(List<String> none) {
        return column("type", declarations.get().types());
    }

    /**
     * {@return the imports in force, the kernel's own included}
     *
     * @param none no arguments
     */
    @LineMagic
    @Help(usage = "%imports", text = "Lists the imports in force, the kernel's own included.", example = "%imports")
    public DisplayData imports(List<String> none) {
        return column("import", declarations.get().imports());
    }

    /**
     * {@return the sources of all declarations in force}
     *
     * @param none no arguments
     */
    @LineMagic
    @Help(
            usage = "%list",
            text = "Lists the sources of all that is declared, in the order of their cells.",
            example = "%list")
    public DisplayData list(List<String> none) {
        return new DisplayData(String.join("\n\n", declarations.get().sources()));
    }

    /**
     * Forgets all that cells declared, as {@code %reset}.
     *
     * @param none no arguments
     */
    @LineMagic
    @Help(
            usage = "%reset",
            text = "Forgets all variables, methods, types and imports of the notebook. The kernel's own imports, the"
                    + " start-up scripts, the class path and registered magics stay.",
            example = "%reset")
    public void reset(List<String> none) {
        reset.run();
    }

    private static DisplayData column(String name, List<String> values) {
        return new Report(List.of(name), values.stream().map(List::of).toList()).shown();
    }
}
