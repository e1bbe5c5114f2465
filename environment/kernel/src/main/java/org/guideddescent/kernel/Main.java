package org.guideddescent.kernel;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.guideddescent.kernel.install.Kernelspec;
import org.guideddescent.kernel.protocol.Kernel;
import org.guideddescent.kernel.wire.ConnectionFile;

/** The command line: a connection file runs the kernel; install and uninstall care for its kernelspec. */
public final class Main {
    private static final String USAGE = "usage: <connection-file> | install [--user | --prefix P] [--name N]"
            + " [--classpath CP] [--jvm-opt O]... [--java PATH] [--no-archive] | uninstall [--user | --prefix P]"
            + " [--name N]";

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        // Threads that cells started must not keep a shut-down kernel alive.
        System.exit(run(Arrays.asList(arguments)));
    }

    /** The exit status: 2 for a wrong command line. */
    private static int run(List<String> arguments) throws InterruptedException {
        if (arguments.isEmpty()) {
            System.err.println(USAGE);
            return 2;
        }
        List<String> rest = arguments.subList(1, arguments.size());
        try {
            switch (arguments.get(0)) {
                case "install" ->
                    System.out.println("installed " + Kernelspec.parse(rest).install());
                case "uninstall" ->
                    System.out.println("removed " + Kernelspec.parse(rest).uninstall());
                case Kernelspec.REHEARSE -> Rehearsal.run();
                default -> {
                    // Charts draw without a screen, and a kernel never opens windows.
                    System.setProperty("java.awt.headless", "true");
                    new Kernel(ConnectionFile.read(Path.of(arguments.get(0))), System.getenv()).run();
                }
            }
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }
}
