package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** %help and %lsmagic. */
public final class HelpMagics {
    private final Registry registry;

    /**
     * Makes the magics that explain a registry.
     *
     * @param registry what they read
     */
    public HelpMagics(Registry registry) {
        this.registry = registry;
    }

    /**
     * {@return the explanation of a magic, or of all of them}
     *
     * @param names of magics; none for all
     */
    @LineMagic
    @Help(usage = "%help [name]", text = "Explains a magic, or all of them.", example = "%help %maven")
    public DisplayData help(List<String> names) {
        if (names.isEmpty()) {
            List<List<String>> rows = new ArrayList<>(rows("%", registry.lines()));
            rows.addAll(rows("%%", registry.wholes()));
            return new Report(List.of("magic", "what it does"), rows).shown();
        }
        String text = names.stream()
                .map(name -> registry.describe(name)
                        .orElseThrow(
                                () -> new IllegalArgumentException("no magic named " + name + "; %lsmagic lists all")))
                .collect(Collectors.joining("\n\n"));
        return new DisplayData(text);
    }

    /**
     * {@return the names of all magics}
     *
     * @param none no arguments
     */
    @LineMagic
    @Help(usage = "%lsmagic", text = "Lists the names of all magics.", example = "%lsmagic")
    public DisplayData lsmagic(List<String> none) {
        return new DisplayData(
                "line magics: " + listed("%", registry.lines()) + "\ncell magics: " + listed("%%", registry.wholes()));
    }

    private static String listed(String sign, Map<String, Registry.Entry> magics) {
        return magics.keySet().stream().map(n -> sign + n).collect(Collectors.joining(" "));
    }

    /** Names of one magic share a row. */
    private static List<List<String>> rows(String sign, Map<String, Registry.Entry> magics) {
        return magics.entrySet().stream()
                .map(e -> {
                    Registry.Entry entry = e.getValue();
                    boolean known = !entry.usage().isEmpty();
                    return List.of(
                            known ? entry.usage() : sign + e.getKey(),
                            known ? entry.text() : "a magic of this notebook");
                })
                .distinct()
                .toList();
    }
}
