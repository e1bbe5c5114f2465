package org.guideddescent.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The commands that start contestants: each JVM with the class path that the build laid out for it. */
final class Programs {
    private static final String WORKERS = "org.guideddescent.bench.worker.";

    private final Settings settings;
    private final Path code = codeSource();
    private final Path target = code.resolveSibling("");

    Programs(Settings settings) {
        this.settings = settings;
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new IllegalStateException("no class paths in " + target + "; build with: mvn -Ppeers package");
        }
    }

    /** Ours, on the libraries that we pin. */
    Entry ours(String name, String worker, String... arguments) {
        return java(name, jars("lib", false), List.of(), worker, arguments);
    }

    /** Ours in a JVM that sees as many processors as the settings have threads, so that loops in Java follow them too. */
    Entry oursWithin(String name, String worker, String... arguments) {
        var options = List.of("-XX:ActiveProcessorCount=" + settings.threads());
        return java(name, jars("lib", false), options, worker, arguments);
    }

    /** ND4J with the JavaCPP and OpenBLAS that it brings by itself. */
    Entry shipped(String name, String worker, String... arguments) {
        return java(name, jars("lib", true) + separator() + jars("nd4j-shipped", false), List.of(), worker, arguments);
    }

    /** DJL on PyTorch, from the jars alone. */
    Entry djl(String name, String worker, String... arguments) {
        var options = List.of(
                "-Dai.djl.offline=true",
                "-DDJL_CACHE_DIR=" + target.resolve("djl-cache"),
                "-Dai.djl.pytorch.num_threads=" + settings.threads(),
                "-Dai.djl.pytorch.num_interop_threads=1");
        return java(name, jars("djl", false), options, worker, arguments);
    }

    /** A script on the first Python that has torch, else plain python3, which then says what is missing. */
    Entry torch(String name, String script, String... arguments) {
        var file = target.resolveSibling("src/main/python").resolve(script);
        return entry(name, List.of(python(), file.toString()), arguments);
    }

    static String python() {
        return Stream.of("python3", "/usr/bin/python3")
                .filter(Programs::hasTorch)
                .findFirst()
                .orElse("python3");
    }

    private Entry java(String name, String jars, List<String> options, String worker, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx3g", "--add-modules", "jdk.incubator.vector"));
        command.addAll(options);
        command.addAll(List.of("-cp", code + separator() + jars, WORKERS + worker));
        return entry(name, command, arguments);
    }

    private Entry entry(String name, List<String> program, String... arguments) {
        var command = new ArrayList<>(program);
        command.add(Integer.toString(settings.warmMillis()));
        command.add(Integer.toString(settings.roundMillis()));
        command.addAll(List.of(arguments));
        // The one variable that OpenBLAS, OpenMP, MKL, ND4J and torch all follow.
        return new Entry(name, command, Map.of("OMP_NUM_THREADS", Integer.toString(settings.threads())));
    }

    private String jars(String folder, boolean withoutBlas) {
        try (var files = Files.list(target.resolve(folder))) {
            return files.filter(f -> !withoutBlas || !isBlas(f))
                    .map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(separator()));
        } catch (IOException e) {
            throw new UncheckedIOException("no " + target.resolve(folder) + "; build with: mvn -Ppeers package", e);
        }
    }

    private static boolean isBlas(Path jar) {
        var name = jar.getFileName().toString();
        return name.startsWith("javacpp-") || name.startsWith("openblas-");
    }

    private static boolean hasTorch(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import torch")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String separator() {
        return System.getProperty("path.separator");
    }

    private static Path codeSource() {
        try {
            return Path.of(Programs.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where the benchmarks lie", e);
        }
    }
}
