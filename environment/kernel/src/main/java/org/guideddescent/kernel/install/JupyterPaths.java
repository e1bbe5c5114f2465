package org.guideddescent.kernel.install;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where Jupyter keeps its data, on each system. */
public final class JupyterPaths {
    private JupyterPaths() {}

    /** The user's data folder: JUPYTER_DATA_DIR if set, else the system's custom. */
    public static Path user(Map<String, String> environment, String system, Path home) {
        String set = environment.getOrDefault("JUPYTER_DATA_DIR", "");
        if (!set.isEmpty()) {
            return Path.of(set);
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return home.resolve("Library/Jupyter");
        }
        if (name.startsWith("windows")) {
            String roaming = environment.getOrDefault("APPDATA", "");
            return roaming.isEmpty() ? home.resolve(".jupyter/data") : Path.of(roaming, "jupyter");
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        return data.isEmpty() ? home.resolve(".local/share/jupyter") : Path.of(data, "jupyter");
    }

    /** The data folder of an installation such as a virtual environment. */
    static Path prefix(Path prefix) {
        return prefix.resolve("share/jupyter");
    }
}
