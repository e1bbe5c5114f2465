package org.guideddescent.kernel;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.guideddescent.kernel.install.Doctor;
import org.guideddescent.kernel.install.Installer;
import org.guideddescent.kernel.protocol.Kernel;
import org.guideddescent.kernel.protocol.KernelInfo;
import org.guideddescent.kernel.wire.ConnectionFile;

/** The command line: a connection file runs the kernel; install, uninstall and doctor care for its kernelspec. */
public final class Main {
    private static final String USAGE = """
            java -jar guided-descent-kernel.jar COMMAND
              install [OPTION]...    gives Jupyter this kernel; what has its name is replaced
              uninstall [OPTION]...  takes it away again; uses the place and the name only
              doctor [OPTION]...     says what keeps the kernel from running; uses the place and the name only
              --version, --help
              CONNECTION_FILE        runs the kernel; this is Jupyter's part
            Place: one of
              --user                 your own Jupyter folder; so it is without any of these
              --sys-prefix           the active virtual or conda environment, else the Python on PATH
              --prefix FOLDER        FOLDER/share/jupyter
            Options:
              --name NAME            the kernelspec's name, java unless given
              --display-name TEXT    what Jupyter's menus say
              --classpath PATH       jars and folders for the cells; folder/* for the jars that are there now
              --jvm-opt OPTION       one option of the JVM; may be repeated
              --env NAME=VALUE       an environment variable of the kernel; may be repeated
              --java PATH            a java program or the folder of a JDK, instead of the one that runs now
              --no-archive           makes no archive of classes; the kernel then starts more slowly""";

    private Main() {}

    /**
     * Runs one command and ends the process with its status.
     *
     * @param arguments a connection file, or a command and its options
     * @throws InterruptedException if the kernel is stopped from within
     */
    public static void main(String[] arguments) throws InterruptedException {
        // Threads that cells started must not keep a shut-down kernel alive.
        System.exit(run(Arrays.asList(arguments)));
    }

    /** The exit status: 2 for a wrong command line, 1 for a file that cannot be read or written, or an ill kernel. */
    private static int run(List<String> arguments) throws InterruptedException {
        if (arguments.isEmpty()) {
            System.err.println(USAGE);
            return 2;
        }
        List<String> rest = arguments.subList(1, arguments.size());
        try {
            switch (arguments.get(0)) {
                case "install" -> Installer.here(System.out).install(rest);
                case "uninstall" -> Installer.here(System.out).uninstall(rest);
                case "doctor" -> {
                    return Doctor.here(System.out).examine(rest) ? 0 : 1;
                }
                case "--help", "-h" -> System.out.println(USAGE);
                case "--version" -> System.out.println("guided-descent-kernel " + KernelInfo.version());
                case Installer.REHEARSE -> Rehearsal.run();
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
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }
}
