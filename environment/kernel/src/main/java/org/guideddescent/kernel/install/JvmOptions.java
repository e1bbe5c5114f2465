package org.guideddescent.kernel.install;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The JVM options that suit a kernel, by Java version: an unknown option would keep the JVM from starting. */
final class JvmOptions {
    private static final String COLLECTOR = "-XX:\\+Use.*GC";

    private JvmOptions() {}

    static List<String> forJava(int feature) {
        List<String> options = new ArrayList<>();
        // Half the memory of the parallel collectors; a notebook's garbage is small.
        options.add("-XX:+UseSerialGC");
        options.add("-Xshare:auto");
        if (feature >= 22) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (feature >= 24) {
            // JavaCPP reads memory through sun.misc.Unsafe; without this the first cell shows a warning.
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }

    /** Ours, then the user's, each once; a collector that the user chose replaces ours, since two end the JVM. */
    static List<String> merged(List<String> ours, List<String> users) {
        boolean chosen = users.stream().anyMatch(o -> o.matches(COLLECTOR));
        Set<String> merged = new LinkedHashSet<>(ours);
        merged.removeIf(o -> chosen && o.matches(COLLECTOR));
        merged.addAll(users);
        return List.copyOf(merged);
    }
}
