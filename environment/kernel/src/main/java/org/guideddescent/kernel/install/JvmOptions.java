package org.guideddescent.kernel.install;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The JVM options that suit a kernel, by Java version: an unknown option would keep the JVM from starting. */
final class JvmOptions {
    private static final String COLLECTOR = "-XX:\\+Use.*GC";
    private static final Pattern CLASS_PATH = Pattern.compile("-cp|-classpath|--class-path(=.*)?|-jar");
    private static final Pattern SEVERAL = Pattern.compile("[^=\\s]+\\s.*|.*\\s-[-XD].*", Pattern.DOTALL);

    private static final String HEAP = "-Xm[sx].*|-XX:(Initial|Max)(Heap|RAM).*";

    private JvmOptions() {}

    // Measured on 25: an ahead-of-time cache (JEP 514) starts 0.1 to 0.2 s sooner than AppCDS, but the JVM drops it
    // when
    // an incubator module such as the vector API is added; compact object headers changed neither time nor memory.
    static List<String> forJava(int feature) {
        List<String> options = new ArrayList<>();
        // Half the memory of the parallel collectors; a notebook's garbage is small.
        options.add("-XX:+UseSerialGC");
        options.add("-Xshare:auto");
        // A heap that begins at a 64th of the machine touches fresh memory with each cell: on 24 GiB this one starts
        // 0.1 s
        // sooner and keeps 70 MB less resident; it grows when a notebook needs more.
        options.add("-Xms128m");
        // A cell's time is the Java compiler's, which a fresh JVM interprets: methods get their first machine code
        // after a
        // quarter of the usual calls. Cells of the first minute take 5 to 12 percent less time; the start, the memory
        // and
        // the code that is optimized later stay as they were.
        options.add("-XX:Tier3InvocationThreshold=50");
        options.add("-XX:Tier3MinInvocationThreshold=25");
        options.add("-XX:Tier3CompileThreshold=500");
        // See CompiledClasses.
        options.add("--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED");
        if (feature >= 22) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (feature >= 24) {
            // JavaCPP reads memory through sun.misc.Unsafe; without this the first cell shows a warning.
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }

    /**
     * Ours, then the user's, each once. A collector or a heap that the user chose replaces ours: two collectors, or a heap
     * that begins above its limit, end the JVM.
     */
    static List<String> merged(List<String> ours, List<String> users) {
        Set<String> merged = new LinkedHashSet<>(ours);
        for (String kind : List.of(COLLECTOR, HEAP)) {
            if (users.stream().anyMatch(o -> o.matches(kind))) {
                merged.removeIf(o -> o.matches(kind));
            }
        }
        merged.addAll(users);
        return List.copyOf(merged);
    }

    /** The option, if it is one and no more; a value may hold spaces, as in -Dtitle=My notebook. */
    static String checked(String option) {
        if (CLASS_PATH.matcher(option).matches()) {
            throw new IllegalArgumentException("--jvm-opt does not take " + option + "; use --classpath");
        }
        if (SEVERAL.matcher(option).matches()) {
            throw new IllegalArgumentException("--jvm-opt takes one option, got '" + option
                    + "'; repeat it for each, and join an option to its value with '=', as in"
                    + " --jvm-opt --add-modules=jdk.incubator.vector");
        }
        if (!option.startsWith("-") && !option.startsWith("@")) {
            throw new IllegalArgumentException("a JVM option begins with '-', got '" + option + "'");
        }
        return option;
    }
}
