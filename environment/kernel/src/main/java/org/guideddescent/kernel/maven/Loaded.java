package org.guideddescent.kernel.maven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.guideddescent.kernel.jshell.ManifestClassPath;

/** Which artifacts stand on the class path already. Jars are opened once. */
final class Loaded {
    /** What a jar says of itself; group and artifact are empty where it says nothing. */
    private record Label(String group, String artifact, String version, List<Path> follows) {}

    private static final Label NONE = new Label("", "", "", List.of());

    private static final Pattern WITHOUT_CLASSIFIER =
            Pattern.compile("-(linux|windows|macosx|osx|natives|sources|javadoc|tests)\\b.*");

    private final Map<Path, Label> labels = new HashMap<>();

    /** The version of this artifact on the class path, whichever that is. */
    Optional<String> version(Coordinate coordinate, List<Path> classPath) {
        return withFollowers(classPath).stream()
                .flatMap(p -> version(coordinate, p).stream())
                .findFirst();
    }

    private Optional<String> version(Coordinate wanted, Path jar) {
        Label label = label(jar);
        String file = jar.getFileName().toString();
        String stem = file.substring(0, file.length() - ".jar".length());
        String prefix = wanted.artifact() + "-";
        if (!label.artifact.isEmpty()) {
            boolean same = label.artifact.equals(wanted.artifact()) && label.group.equals(wanted.group());
            // A renamed jar says nothing of its classifier.
            String rest = stem.startsWith(prefix) ? stem.substring(prefix.length()) : label.version;
            return same ? match(rest, label.version, wanted.classifier()) : Optional.empty();
        }
        if (!stem.startsWith(prefix)) {
            return Optional.empty();
        }
        String rest = stem.substring(prefix.length());
        Path folder = jar.getParent();
        boolean layout =
                folder.endsWith(Path.of(wanted.artifact(), folder.getFileName().toString()))
                        && rest.startsWith(folder.getFileName().toString());
        if (layout) {
            boolean same = folder.getParent().endsWith(Path.of(wanted.group().replace('.', '/'), wanted.artifact()));
            return same ? match(rest, folder.getFileName().toString(), wanted.classifier()) : Optional.empty();
        }
        // Outside a repository's layout the file's name has to do.
        return match(rest, WITHOUT_CLASSIFIER.matcher(rest).replaceFirst(""), wanted.classifier())
                .filter(v -> Character.isDigit(v.charAt(0)));
    }

    /** The version, if what follows the artifact in the file's name, "version" or "version-classifier", fits. */
    private static Optional<String> match(String rest, String version, String classifier) {
        String found = rest.startsWith(version + "-") ? rest.substring(version.length() + 1) : "";
        return Optional.of(version).filter(v -> !v.isEmpty() && found.equals(classifier));
    }

    /** The jars of the path and those that their manifests name, as the JVM sees them. */
    private Set<Path> withFollowers(List<Path> classPath) {
        Set<Path> all = new LinkedHashSet<>();
        List<Path> waiting = new ArrayList<>(classPath);
        for (int i = 0; i < waiting.size(); i++) {
            Path path = waiting.get(i).toAbsolutePath().normalize();
            if (path.toString().endsWith(".jar") && Files.isRegularFile(path) && all.add(path)) {
                waiting.addAll(label(path).follows);
            }
        }
        return all;
    }

    private Label label(Path jar) {
        return labels.computeIfAbsent(jar, Loaded::read);
    }

    private static Label read(Path path) {
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            List<ZipEntry> labels = jar.stream()
                    .map(e -> (ZipEntry) e)
                    .filter(e -> e.getName().matches("META-INF/maven/[^/]+/[^/]+/pom\\.properties"))
                    .toList();
            List<Path> follows = ManifestClassPath.of(path, jar);
            String file = path.getFileName().toString();
            for (ZipEntry entry : labels) {
                Properties properties = new Properties();
                try (InputStream in = jar.getInputStream(entry)) {
                    properties.load(in);
                }
                String artifact = properties.getProperty("artifactId", "");
                // A fat jar holds many labels; what it holds may have been renamed, so only its own counts.
                if (labels.size() == 1 || file.startsWith(artifact + "-")) {
                    return new Label(
                            properties.getProperty("groupId", ""),
                            artifact,
                            properties.getProperty("version", ""),
                            follows);
                }
            }
            return new Label("", "", "", follows);
        } catch (IOException | IllegalArgumentException e) {
            // What is no jar holds no artifact.
            return NONE;
        }
    }
}
