package org.guideddescent.kernel.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands install and uninstall. */
public final class Installer {
    /** The argument that makes the program run one short session and exit. */
    public static final String REHEARSE = "rehearse";

    private static final List<String> LOGOS = List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg");

    private final Machine machine;
    private final PrintStream out;

    Installer(Machine machine, PrintStream out) {
        this.machine = machine;
        this.out = out;
    }

    /**
     * {@return an installer for this computer}
     *
     * @param out told what was done
     */
    public static Installer here(PrintStream out) {
        return new Installer(Machine.here(), out);
    }

    /**
     * Writes a kernelspec with its logos and its archive; on an error the former one stays as it was.
     *
     * @param arguments options of the command line
     */
    public void install(List<String> arguments) {
        Options options = Options.parse(arguments, machine);
        Path folder = folder(options);
        Jdk jdk = Jdk.of(options.java().orElse(System.getProperty("java.home")), machine)
                .fit();
        Launch launch = new Launch(
                jdk.java().toString(),
                JvmOptions.merged(JvmOptions.forJava(jdk.feature()), options.jvmOptions()),
                Launch.classPath(options.classPath()));
        refuseWhatJavaRefuses(launch);
        Swap swap = new Swap(folder);
        try {
            Path filled = swap.begin();
            try {
                write(filled, folder, launch, options);
                Optional<Path> kept = keepForeign(folder, options);
                swap.end(filled, kept);
                kept.ifPresent(k -> out.println("the kernel that had the name " + options.name() + " is now in " + k));
            } finally {
                Swap.delete(filled);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the kernelspec to " + folder + " (" + e + "); what was there is unchanged", e);
        }
        out.println("installed " + folder);
    }

    /**
     * Removes what install wrote; refuses a kernelspec that is not ours.
     *
     * @param arguments options of the command line
     */
    public void uninstall(List<String> arguments) {
        Path folder = folder(Options.parse(arguments, machine));
        if (!Files.exists(folder.resolve(Kernelspec.FILE))) {
            throw new IllegalArgumentException("no kernelspec in " + folder);
        }
        if (Kernelspec.read(folder).filter(Kernelspec::isOurs).isEmpty()) {
            throw new IllegalArgumentException(
                    "the kernelspec in " + folder + " is another kernel's; remove it by hand if you mean it");
        }
        try {
            Swap.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder + "; stop kernels that still run", e);
        }
        out.println("removed " + folder);
    }

    private Path folder(Options options) {
        return options.data(machine).resolve("kernels").resolve(options.name()).toAbsolutePath();
    }

    private void refuseWhatJavaRefuses(Launch launch) {
        Programs.Answer answer = machine.programs()
                .run(launch.java(List.of(), "-version"))
                .orElseThrow(() -> new IllegalArgumentException(launch.java() + " does not answer"));
        if (!answer.succeeded()) {
            throw new IllegalArgumentException(
                    launch.java() + " refuses the options " + launch.options() + ": " + answer.complaint());
        }
    }

    private void write(Path filled, Path folder, Launch launch, Options options) throws IOException {
        List<String> first = new ArrayList<>();
        Archive archive = new Archive(filled.resolve(Archive.FILE));
        if (options.archived()) {
            if (archive.create(launch.java(List.of()), launch.program(REHEARSE))) {
                // First, so that a user's own -Xlog has the last word.
                first.addAll(new Archive(folder.resolve(Archive.FILE)).options());
            } else {
                out.println("no archive of classes could be made, so the kernel starts more slowly"
                        + (launch.hasFolder() ? "; one needs a class path of jars only" : ""));
            }
        }
        List<String> argv = launch.java(first);
        argv.addAll(launch.program(Kernelspec.CONNECTION_FILE));
        String display = options.displayName()
                .orElse(options.name().equals("java") ? "Java (IJava-compatible)" : "Java (" + options.name() + ")");
        Files.writeString(
                filled.resolve(Kernelspec.FILE),
                Kernelspec.ours(argv, display, options.environment()).json());
        for (String logo : LOGOS) {
            try (InputStream in = Installer.class.getResourceAsStream(logo)) {
                Files.copy(in, filled.resolve(logo));
            }
        }
        // Temporary folders are private; a kernelspec under a prefix is for everyone who may enter the prefix.
        shareAsParent(filled, folder.getParent());
    }

    private static void shareAsParent(Path filled, Path parent) throws IOException {
        if (filled.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(filled, Files.getPosixFilePermissions(parent));
        }
    }

    /** Where a kernel of another program goes that has our name; out of Jupyter's sight, and one per time. */
    private Optional<Path> keepForeign(Path folder, Options options) throws IOException {
        boolean foreign = Files.exists(folder)
                && Kernelspec.read(folder).filter(Kernelspec::isOurs).isEmpty();
        if (!foreign) {
            return Optional.empty();
        }
        Path store = options.data(machine).resolve("replaced-kernels").toAbsolutePath();
        int number = 1;
        while (Files.exists(store.resolve(options.name() + "-" + number))) {
            number++;
        }
        return Optional.of(store.resolve(options.name() + "-" + number));
    }
}
