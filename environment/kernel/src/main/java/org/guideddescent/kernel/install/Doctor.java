package org.guideddescent.kernel.install;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guideddescent.kernel.maven.MavenMagics;

/** The command doctor: looks at all that a kernel needs and says what is wrong and what to do. */
public final class Doctor {
    private static final String INSTALL = "; run install again";
    private static final String ARCHIVE = "-XX:SharedArchiveFile=";
    private static final String TEMPORARY = "-Djava.io.tmpdir=";

    private final Machine machine;
    private final PrintStream out;

    Doctor(Machine machine, PrintStream out) {
        this.machine = machine;
        this.out = out;
    }

    /**
     * {@return a doctor for this computer}
     *
     * @param out told one line for each check
     */
    public static Doctor here(PrintStream out) {
        return new Doctor(Machine.here(), out);
    }

    /**
     * Looks at the kernel of a place and a name; without a place, at the one that Jupyter finds first.
     *
     * @param arguments options of the command line
     * @return whether nothing is wrong
     */
    public boolean examine(List<String> arguments) {
        Options options = Options.parse(arguments, machine);
        List<Path> searched = Jupyter.searched(machine);
        Path data = options.place().orElseGet(() -> searched.stream()
                .filter(d -> isOurs(folder(d, options)))
                .findFirst()
                .orElseGet(() -> options.data(machine)));
        Path folder = folder(data, options).toAbsolutePath();
        boolean ok = show(jupyter());
        ok &= show(kernelspec(folder));
        ok &= show(place(folder, searched));
        ok &= show(ports(InetAddress.getLoopbackAddress()));
        Optional<Kernelspec> spec = Kernelspec.read(folder).filter(Kernelspec::isOurs);
        List<String> argv = spec.map(Kernelspec::argv).orElse(List.of());
        ok &= show(temporaryFolder(temporary(argv)));
        boolean starts = show(java(argv.isEmpty() ? System.getProperty("java.home") : argv.get(0)));
        if (argv.contains("-cp")) {
            starts &= show(classPath(argv));
            starts &= show(jvmOptions(argv));
            ok &= show(resolver(argv));
            ok &= show(archive(argv));
            if (starts) {
                ok &= show(FirstCell.run(spec.orElseThrow()));
            }
        }
        return ok && starts;
    }

    Check java(String named) {
        try {
            Jdk jdk = Jdk.of(named, machine).fit();
            return Check.fine("java", "JDK " + jdk.feature() + " with its compiler and JShell, " + jdk.java());
        } catch (IllegalArgumentException e) {
            return Check.wrong("java", e.getMessage());
        }
    }

    Check jupyter() {
        try {
            Jupyter jupyter = Jupyter.of(machine);
            return Check.fine("jupyter", jupyter.version() + ", " + jupyter.program());
        } catch (IllegalArgumentException e) {
            return Check.wrong("jupyter", e.getMessage());
        }
    }

    Check kernelspec(Path folder) {
        if (isOurs(folder)) {
            return Check.fine("kernelspec", folder.toString());
        }
        boolean foreign = Files.exists(folder.resolve(Kernelspec.FILE));
        return Check.wrong(
                "kernelspec",
                foreign
                        ? "the kernel in " + folder
                                + " is not this one or cannot be read; install replaces and keeps it"
                        : "no kernel in " + folder + "; run install with the same place and name");
    }

    /** Whether Jupyter finds this folder, and none of its name before it. */
    Check place(Path folder, List<Path> searched) {
        for (Path data : searched) {
            Path found = data.resolve("kernels").resolve(folder.getFileName());
            if (found.toAbsolutePath().equals(folder)) {
                return Check.fine("place", "Jupyter searches it");
            }
            if (Files.exists(found.resolve(Kernelspec.FILE))) {
                return Check.wrong(
                        "place", "Jupyter finds " + found + " first; remove that one or install with another --name");
            }
        }
        return Check.wrong(
                "place",
                "Jupyter does not search " + folder + "; install with --user, or set JUPYTER_PATH to "
                        + folder.getParent().getParent());
    }

    Check temporaryFolder(Path folder) {
        try {
            Path file = Files.createTempFile(folder, "kernel", ".tmp");
            Files.writeString(file, "x");
            Files.delete(file);
            return Check.fine("temporary", folder.toString());
        } catch (IOException e) {
            return Check.wrong(
                    "temporary",
                    "cannot write to " + folder + "; free it or name another: install --jvm-opt " + TEMPORARY
                            + "FOLDER");
        }
    }

    Check ports(InetAddress address) {
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return Check.fine("ports", "free ones at " + socket.getInetAddress().getHostAddress());
        } catch (IOException e) {
            return Check.wrong(
                    "ports",
                    "no port can be opened at " + address.getHostAddress() + " (" + e.getMessage()
                            + "); let the firewall or sandbox allow it");
        }
    }

    Check classPath(List<String> argv) {
        List<String> missing = entries(argv).stream()
                .filter(p -> !Files.exists(p))
                .map(Path::toString)
                .toList();
        return missing.isEmpty()
                ? Check.fine("class path", entries(argv).size() + " entries")
                : Check.wrong("class path", "missing: " + String.join(", ", missing) + INSTALL);
    }

    /** The jars of %maven, which stand beside the kernel's own. */
    Check resolver(List<String> argv) {
        Path folder = entries(argv).get(0).resolveSibling(MavenMagics.RESOLVER);
        String[] files = folder.toFile().list((d, name) -> name.endsWith(".jar"));
        return files != null && files.length > 0
                ? Check.fine("maven", folder.toString())
                : Check.wrong(
                        "maven",
                        "%maven will not work: no jars in " + folder + "; run mvn package, and keep it beside the jar");
    }

    Check jvmOptions(List<String> argv) {
        List<String> command = new ArrayList<>(argv.subList(0, argv.indexOf("-cp")));
        command.add("-version");
        Optional<String> complaint = complaint(command);
        return complaint
                .map(c -> Check.wrong("options", "the JVM refuses them: " + c + INSTALL))
                .orElseGet(() -> Check.fine("options", String.join(" ", argv.subList(1, argv.indexOf("-cp")))));
    }

    Check archive(List<String> argv) {
        if (argv.stream().noneMatch(a -> a.startsWith(ARCHIVE))) {
            return Check.fine("archive", "none; the kernel would start faster with one");
        }
        List<String> command = new ArrayList<>(argv.subList(0, argv.indexOf("-cp") + 2));
        // Both would hide that it does not fit.
        command.removeIf(a -> a.startsWith("-Xshare:") || a.equals("-Xlog:disable"));
        command.add(1, "-Xshare:on");
        command.add("-version");
        return complaint(command)
                .map(c -> Check.wrong("archive", "does not fit, so the kernel starts slowly: " + c + INSTALL))
                .orElseGet(() -> Check.fine("archive", "fits"));
    }

    private boolean show(Check check) {
        out.println(check.line());
        return check.ok();
    }

    private Optional<String> complaint(List<String> command) {
        return machine.programs()
                .run(command)
                .map(a -> a.succeeded() ? Optional.<String>empty() : Optional.of(a.complaint()))
                .orElseGet(() -> Optional.of(command.get(0) + " does not answer"));
    }

    private static Path folder(Path data, Options options) {
        return data.resolve("kernels").resolve(options.name());
    }

    private static boolean isOurs(Path folder) {
        return Kernelspec.read(folder).filter(Kernelspec::isOurs).isPresent();
    }

    private static List<Path> entries(List<String> argv) {
        return ClassPathText.split(argv.get(argv.indexOf("-cp") + 1), File.pathSeparator).stream()
                .map(Path::of)
                .toList();
    }

    private static Path temporary(List<String> argv) {
        return Path.of(argv.stream()
                .filter(a -> a.startsWith(TEMPORARY))
                .map(a -> a.substring(TEMPORARY.length()))
                .findFirst()
                .orElse(System.getProperty("java.io.tmpdir")));
    }
}
