package org.guideddescent.kernel.install;

import com.google.gson.GsonBuilder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A kernelspec to write or to remove. classPath: entries after the kernel's own; java: the program to start; archived:
 * whether install makes an archive that shortens the start.
 */
public record Kernelspec(
        Path data, String name, List<String> classPath, List<String> jvmOptions, String java, boolean archived) {
    /** The argument that makes the program run one short session and exit. */
    public static final String REHEARSE = "rehearse";

    private static final String MAIN = "org.guideddescent.kernel.Main";

    /** Reads the arguments of install and uninstall. */
    public static Kernelspec parse(List<String> arguments) {
        Path data = JupyterPaths.user(
                System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
        String name = "java";
        List<String> classPath = new ArrayList<>();
        List<String> options = new ArrayList<>();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        boolean archived = true;
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (option.equals("--user")) {
                continue;
            }
            if (option.equals("--no-archive")) {
                archived = false;
                continue;
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(option + " needs a value, or is no option of install");
            }
            String value = arguments.get(++i);
            switch (option) {
                case "--prefix" -> data = JupyterPaths.prefix(Path.of(value));
                case "--name" -> name = checkedName(value);
                case "--classpath" -> classPath.addAll(split(value));
                case "--jvm-opt" -> options.add(value);
                case "--java" -> java = value;
                default ->
                    throw new IllegalArgumentException("no option " + option
                            + "; have --user, --prefix, --name, --classpath, --jvm-opt, --java," + " --no-archive");
            }
        }
        return new Kernelspec(data, name, classPath, options, java, archived);
    }

    public Path folder() {
        return data.resolve("kernels").resolve(name);
    }

    /** Writes kernel.json and, unless told not to, the archive beside it; returns their folder. */
    public Path install() {
        try {
            Files.createDirectories(folder());
            List<String> options = new ArrayList<>(JvmOptions.merged(JvmOptions.forJava(feature()), jvmOptions));
            Archive archive = new Archive(folder().toAbsolutePath().resolve("classes.jsa"));
            if (archived && archive.create(javaWith(options), program(REHEARSE))) {
                // First, so that a user's own -Xlog has the last word.
                options.addAll(0, archive.options());
            }
            List<String> command = javaWith(options);
            command.addAll(program("{connection_file}"));
            Files.writeString(folder().resolve("kernel.json"), json(command) + "\n");
            return folder();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the kernelspec to " + folder(), e);
        }
    }

    private String json(List<String> command) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("argv", command);
        spec.put("display_name", name.equals("java") ? "Java (IJava-compatible)" : "Java (" + name + ")");
        spec.put("language", "java");
        // A signal would end the JVM.
        spec.put("interrupt_mode", "message");
        spec.put("env", Map.of());
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(spec);
    }

    /** Removes the folder that install wrote; returns it. */
    public Path uninstall() {
        if (!Files.exists(folder().resolve("kernel.json"))) {
            throw new IllegalArgumentException("no kernelspec in " + folder());
        }
        try (Stream<Path> files = Files.walk(folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            return folder();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder(), e);
        }
    }

    private List<String> javaWith(List<String> options) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(options);
        return command;
    }

    private List<String> program(String argument) {
        List<String> path = new ArrayList<>(ownClassPath());
        classPath.stream().map(e -> Path.of(e).toAbsolutePath().toString()).forEach(path::add);
        return List.of("-cp", String.join(File.pathSeparator, path), MAIN, argument);
    }

    /** The Java version of the chosen program, from its release file; our own where there is none. */
    private int feature() {
        Path home = Path.of(java).toAbsolutePath().normalize().resolve("../..").normalize();
        try (InputStream in = Files.newInputStream(home.resolve("release"))) {
            Properties release = new Properties();
            release.load(in);
            return Runtime.Version.parse(
                            release.getProperty("JAVA_VERSION", "17").replace("\"", ""))
                    .feature();
        } catch (IOException e) {
            return Runtime.version().feature();
        }
    }

    /** The kernel's jar with the jars of its manifest, or the class path of the running JVM during development. */
    private static List<String> ownClassPath() {
        try {
            Path home = Path.of(Kernelspec.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(home)) {
                return split(System.getProperty("java.class.path"));
            }
            List<String> path = new ArrayList<>(List.of(home.toString()));
            try (JarFile jar = new JarFile(home.toFile())) {
                String listed = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
                Pattern.compile(" ")
                        .splitAsStream(listed == null ? "" : listed)
                        .filter(s -> !s.isBlank())
                        .forEach(s -> path.add(home.resolveSibling(s).toString()));
            }
            return path;
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("cannot find the kernel's own jar", e);
        }
    }

    private static String checkedName(String name) {
        if (!name.matches("[A-Za-z0-9._-]+") || name.startsWith(".")) {
            throw new IllegalArgumentException("a kernel name has letters, digits, '.', '_' and '-', got " + name);
        }
        return name;
    }

    private static List<String> split(String path) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(s -> !s.isBlank())
                .toList();
    }
}
