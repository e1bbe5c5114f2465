package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** %env and %pwd. */
public final class EnvironmentMagics {
    private final Map<String, String> own;

    /**
     * Makes the magics of an environment.
     *
     * @param own the variables that cells have set, for other programs; modified
     */
    public EnvironmentMagics(Map<String, String> own) {
        this.own = own;
    }

    /**
     * Reads or sets variables, as {@code %env}.
     *
     * @param arguments none, a name, or a name and a value
     * @return all variables, the value of one, or null where one was set
     */
    @LineMagic
    @Raw
    @Help(
            usage = "%env [NAME | NAME=value]",
            text =
                    "Lists the environment, shows one variable, or sets one for !commands, %%sh and %%bash. A running JVM"
                            + " cannot change what System.getenv answers.",
            example = "%env GREETING=hello")
    public Object env(List<String> arguments) {
        Map<String, String> all = new TreeMap<>(System.getenv());
        all.putAll(own);
        if (arguments.isEmpty()) {
            List<List<String>> rows = all.entrySet().stream()
                    .map(e -> List.of(e.getKey(), e.getValue()))
                    .toList();
            return new Report(List.of("name", "value"), rows).shown();
        }
        String[] pair = arguments.get(0).split("\\s*=\\s*|\\s+", 2);
        if (pair.length == 2) {
            own.put(pair[0], pair[1]);
            System.out.println(
                    pair[0] + " is set for !commands, %%sh and %%bash; System.getenv of this JVM does not change");
            return null;
        }
        if (!all.containsKey(pair[0])) {
            throw new IllegalArgumentException("no environment variable named " + pair[0]);
        }
        return all.get(pair[0]);
    }

    /**
     * {@return the notebook's folder}
     *
     * @param none no arguments
     */
    @LineMagic
    @Help(
            usage = "%pwd",
            text = "The folder that relative paths start from; a running JVM cannot change it.",
            example = "%pwd")
    public String pwd(List<String> none) {
        return System.getProperty("user.dir");
    }
}
