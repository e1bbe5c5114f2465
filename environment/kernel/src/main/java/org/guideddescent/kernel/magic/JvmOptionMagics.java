package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagic;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * %javaopts: what a notebook demands of its JVM. A running JVM keeps the options that it started with, so the magic is
 * silent where they are in force, sets system properties, and otherwise fails with the command that makes them so.
 */
public final class JvmOptionMagics {
    private static final Pattern CLASS_PATH = Pattern.compile(Pattern.quote(File.pathSeparator));
    private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)([kmgt]?)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PROPERTY = Pattern.compile("-D([^=]+)=?(.*)", Pattern.DOTALL);

    /** Makes the magics, which ask the running JVM each time. */
    public JvmOptionMagics() {}

    /**
     * Demands options of the JVM, as {@code %javaopts}.
     *
     * @param options as of the command java
     */
    @LineMagic
    @Help(
            usage = "%javaopts option...",
            text =
                    "Demands options of the JVM, such as -Xmx4g, at the top of a notebook. Silent where they are in force"
                            + " (a larger heap counts); -Dname=value is set at once; otherwise the cell fails and names the"
                            + " command that installs a kernel with these options.",
            example = "%javaopts -Xmx4g -Duser.language=en")
    public void javaopts(List<String> options) {
        List<String> running = ManagementFactory.getRuntimeMXBean().getInputArguments();
        List<String> missing = options.stream()
                .filter(o -> !running.contains(o) && !largeEnough(o) && !set(o))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("this JVM started without " + String.join(" ", missing)
                    + ", and options cannot change while it runs; install the kernel again with them, beside its other options such as"
                    + " --classpath, and restart it: "
                    + command(options));
        }
    }

    /**
     * Demands options of the JVM, as {@code %%javaopts}.
     *
     * @param options as of the command java
     * @param body more of them, in lines
     */
    @CellMagic("javaopts")
    @Help(
            usage = "%%javaopts",
            text = "As %javaopts; the rest of the cell holds the options.",
            example = "%%javaopts\n-Xmx4g\n-Duser.language=en")
    public void javaoptsWhole(List<String> options, String body) {
        List<String> all = new ArrayList<>(options);
        body.lines().map(Words::of).forEach(all::addAll);
        javaopts(all);
    }

    private static boolean largeEnough(String option) {
        OptionalLong bytes = heap(option);
        // Collectors leave a part of the heap unreported.
        return bytes.isPresent() && Runtime.getRuntime().maxMemory() >= 0.9 * bytes.getAsLong();
    }

    static OptionalLong heap(String option) {
        Matcher matcher = HEAP.matcher(option);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        int power = " kmgt"
                .indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2).toLowerCase(Locale.ROOT));
        return OptionalLong.of(Long.parseLong(matcher.group(1)) << (10 * power));
    }

    private static boolean set(String option) {
        Matcher matcher = PROPERTY.matcher(option);
        if (!matcher.matches()) {
            return false;
        }
        System.setProperty(matcher.group(1), matcher.group(2));
        return true;
    }

    private static String command(List<String> options) {
        return options.stream()
                .filter(o -> !PROPERTY.matcher(o).matches())
                .map(o -> " --jvm-opt " + o)
                .collect(Collectors.joining(
                        "", "java -jar " + jar(System.getProperty("java.class.path")) + " install --user", ""));
    }

    /** The kernel's own jar, which its installer puts first; during development there is none to name. */
    static String jar(String classPath) {
        return CLASS_PATH
                .splitAsStream(classPath)
                .findFirst()
                .filter(first -> first.endsWith(".jar"))
                .map(first -> Path.of(first).toAbsolutePath().toString())
                .orElse("guided-descent-kernel.jar");
    }
}
