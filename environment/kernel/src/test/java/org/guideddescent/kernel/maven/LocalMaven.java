package org.guideddescent.kernel.maven;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.guideddescent.kernel.magic.ClassPath;

/** A repository on 127.0.0.1 that stands in for central, a local repository, settings.xml, and magics that use them. */
public final class LocalMaven implements AutoCloseable, ClassPath {
    final Path folder;
    final Path remote;
    final Path local;
    public final Path settings;
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** What was shown of downloads. */
    final List<String> shown = new CopyOnWriteArrayList<>();
    /** The file whose bytes never come, and what tells that it was asked for. */
    public volatile String stalled = "";

    public final CountDownLatch stalling = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Path> classPath = new ArrayList<>();
    private final Optional<String> repositoryProperty = Optional.ofNullable(System.getProperty("maven.repo.local"));

    public LocalMaven(Path folder) throws IOException {
        this.folder = folder;
        this.remote = Files.createDirectories(folder.resolve("remote"));
        this.local = folder.resolve("local");
        this.settings = folder.resolve("settings.xml");
        // A build that sets it would lead these tests into the user's own repository.
        System.clearProperty("maven.repo.local");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> serve(exchange, ""));
        server.createContext("/private/", exchange -> serve(exchange, "ada:secret"));
        server.setExecutor(threads);
        server.start();
        settings("");
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Writes settings.xml with the mirror of central, the local repository, and more. */
    LocalMaven settings(String more) throws IOException {
        return wholeSettings("<localRepository>" + local + "</localRepository><mirrors><mirror><id>near</id><url>"
                + url() + "</url><mirrorOf>central</mirrorOf></mirror></mirrors>" + more);
    }

    LocalMaven wholeSettings(String inner) throws IOException {
        Files.writeString(settings, "<settings>" + inner + "</settings>");
        return this;
    }

    MavenMagics magics() {
        return magics(new SettingsFiles(settings, Optional.empty()), IsolatedLoader.folder());
    }

    MavenMagics magics(SettingsFiles files, Path resolver) {
        return new MavenMagics(this, files, resolver, () -> (count, note) -> shown.add(count + " " + note));
    }

    /** Publishes a jar with a POM; dependencies as group:artifact:version or group:artifact:version:scope. */
    public LocalMaven put(String coordinate, String... dependencies) throws IOException {
        Coordinate c = Coordinate.parse(coordinate);
        pom(
                c,
                "<dependencies>"
                        + Stream.of(dependencies).map(LocalMaven::dependency).collect(Collectors.joining())
                        + "</dependencies>");
        return jar(coordinate);
    }

    LocalMaven pom(Coordinate c, String inner) throws IOException {
        Path file = file(c, ".pom");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "<project><modelVersion>4.0.0</modelVersion><groupId>" + c.group()
                        + "</groupId><artifactId>" + c.artifact() + "</artifactId><version>" + c.version()
                        + "</version>"
                        + (c.type().equals("pom") ? "<packaging>pom</packaging>" : "") + inner + "</project>");
        return this;
    }

    LocalMaven jar(String coordinate) throws IOException {
        Coordinate c = Coordinate.parse(coordinate);
        String classifier = c.classifier().isEmpty() ? "" : "-" + c.classifier();
        Path file = file(c, classifier + ".jar");
        Files.createDirectories(file.getParent());
        jar(file, c);
        return this;
    }

    /** A jar as Maven packs it. */
    static void jar(Path file, Coordinate c) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("META-INF/maven/" + c.group() + "/" + c.artifact() + "/pom.properties"));
            out.write(("groupId=" + c.group() + "\nartifactId=" + c.artifact() + "\nversion=" + c.version() + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    void metadata(String group, String artifact, String... versions) throws IOException {
        Path file = remote.resolve(group.replace('.', '/')).resolve(artifact).resolve("maven-metadata.xml");
        Files.writeString(
                file,
                "<metadata><groupId>" + group + "</groupId><artifactId>" + artifact
                        + "</artifactId><versioning><release>" + versions[versions.length - 1] + "</release><versions>"
                        + Stream.of(versions)
                                .map(v -> "<version>" + v + "</version>")
                                .collect(Collectors.joining())
                        + "</versions></versioning></metadata>");
    }

    static String dependency(String text) {
        String[] parts = text.split(":", -1);
        return "<dependency><groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId><version>"
                + parts[2] + "</version>" + (parts.length > 3 ? "<scope>" + parts[3] + "</scope>" : "")
                + "</dependency>";
    }

    private Path file(Coordinate c, String end) {
        return remote.resolve(c.group().replace('.', '/'))
                .resolve(c.artifact())
                .resolve(c.version())
                .resolve(c.artifact() + "-" + c.version() + end);
    }

    /** The names of the jars that were added. */
    List<String> added() {
        return classPath.stream().map(p -> p.getFileName().toString()).toList();
    }

    /** What the work prints. */
    static String printed(Runnable work) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void serve(HttpExchange exchange, String credentials) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            String expected =
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
            if (!credentials.isEmpty()
                    && !expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"private\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            Path file = remote.resolve(path.substring(1).replaceFirst("^private/", ""));
            if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] bytes = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, bytes.length);
            if (!stalled.isEmpty() && path.endsWith(stalled)) {
                stalling.countDown();
                end.await();
            }
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<Path> entries() {
        return List.copyOf(classPath);
    }

    @Override
    public void add(Path entry) {
        if (!classPath.contains(entry)) {
            classPath.add(entry);
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
        repositoryProperty.ifPresent(p -> System.setProperty("maven.repo.local", p));
    }

    /** The files of the local repository, for what must have come and what must not. */
    List<String> inLocalRepository() {
        try (Stream<Path> files = Files.walk(local)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> f.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
