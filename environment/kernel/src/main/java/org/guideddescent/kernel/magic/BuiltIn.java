package org.guideddescent.kernel.magic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.guideddescent.kernel.jshell.Declarations;
import org.guideddescent.kernel.maven.MavenMagics;

/** The magics that every notebook has. */
public final class BuiltIn {
    private BuiltIn() {}

    /**
     * {@return a registry with all of them}
     *
     * @param classPath where jars go
     * @param cells runs code
     * @param limits runs code that is stopped after a time
     * @param declarations of the shell
     * @param reset forgets all that cells declared
     */
    public static Registry registry(
            ClassPath classPath, Cells cells, Limits limits, Supplier<Declarations> declarations, Runnable reset) {
        Map<String, String> environment = new ConcurrentHashMap<>();
        Registry registry = new Registry();
        registry.registerMagics(new ClassPathMagics(classPath));
        registry.registerMagics(new MavenMagics(classPath));
        registry.registerMagics(new LoadMagics(cells));
        registry.registerMagics(new TimeMagics(cells));
        registry.registerMagics(new TimeoutMagics(cells, limits));
        registry.registerMagics(new RepeatMagics(cells));
        registry.registerMagics(new FileMagics());
        registry.registerMagics(new ShellMagics(environment));
        registry.registerMagics(new EnvironmentMagics(environment));
        registry.registerMagics(new DisplayMagics());
        registry.registerMagics(new ListingMagics(declarations, reset));
        registry.registerMagics(new JvmOptionMagics());
        registry.registerMagics(new HelpMagics(registry));
        return registry;
    }
}
