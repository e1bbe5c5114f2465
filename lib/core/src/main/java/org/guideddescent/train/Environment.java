package org.guideddescent.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.guideddescent.compute.Ops;

/** What a run's record says of where it ran. */
public final class Environment {
    private Environment() {}

    /** {@return the version of this library} */
    public static String version() {
        var properties = new Properties();
        try (var in = Environment.class.getResourceAsStream("/org/guideddescent/version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties of this library", e);
        }
        return properties.getProperty("version");
    }

    /** {@return library, Java, operating system, processors, and the primitives that are in use, by name} */
    public static Map<String, String> current() {
        var e = new TreeMap<String, String>();
        e.put("guideddescent", version());
        e.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        e.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        e.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        e.put("ops", Ops.current().describe());
        return e;
    }
}
