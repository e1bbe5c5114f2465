package org.guideddescent.kernel;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.guideddescent.kernel.install.Kernelspec;
import org.guideddescent.kernel.protocol.Kernel;
import org.guideddescent.kernel.wire.ConnectionFile;

/** The command line: a connection file runs the kernel; install and uninstall care for its kernelspec. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length == 0) {
            System.err.println("usage: <connection-file> | install [--user | --prefix P] [--name N] [--classpath CP]"
                    + " [--jvm-opt O]... [--java PATH] | uninstall [--user | --prefix P] [--name N]");
            System.exit(2);
        }
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        switch (arguments[0]) {
            case "install" ->
                System.out.println("installed " + Kernelspec.parse(rest).install());
            case "uninstall" ->
                System.out.println("removed " + Kernelspec.parse(rest).uninstall());
            default -> {
                // Charts draw without a screen, and a kernel never opens windows.
                System.setProperty("java.awt.headless", "true");
                new Kernel(ConnectionFile.read(Path.of(arguments[0]))).run();
                // Threads that cells started must not keep a shut-down kernel alive.
                System.exit(0);
            }
        }
    }
}
