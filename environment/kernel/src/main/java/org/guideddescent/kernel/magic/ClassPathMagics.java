package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** %classpath and %jars. */
public final class ClassPathMagics {
    private final ClassPath classPath;

    /**
     * Makes the magics of a class path.
     *
     * @param classPath what they read and extend
     */
    public ClassPathMagics(ClassPath classPath) {
        this.classPath = classPath;
    }

    /**
     * Appends jars and folders, as {@code %classpath}.
     *
     * @param paths of jars and folders, with wildcards or not
     * @return the entries that were added
     */
    @LineMagic
    @Help(
            usage = "%classpath path...",
            text = "Adds folders and jars to the class path; * and ? are wildcards. Its value lists what was added.",
            example = "%classpath build/classes \"lib/*.jar\"")
    public List<String> classpath(List<String> paths) {
        return add("%classpath", paths, path -> true);
    }

    /**
     * Appends jars, as {@code %jars}.
     *
     * @param paths of jars or of folders that hold some, with wildcards or not
     * @return the entries that were added
     */
    @LineMagic
    @Help(
            usage = "%jars path...",
            text =
                    "Adds jar files to the class path; * and ? are wildcards, and a folder stands for the jars in it. Its"
                            + " value lists what was added.",
            example = "%jars lib/*.jar")
    public List<String> jars(List<String> paths) {
        List<String> inFolders = paths.stream()
                .map(p -> p.matches("[^*?]*[^*?/]") && Files.isDirectory(Path.of(p)) ? p + "/" : p)
                .toList();
        return add(
                "%jars",
                inFolders, path -> Files.isRegularFile(path) && path.toString().endsWith(".jar"));
    }

    /** IJava is silent about a path that leads nowhere; a notebook that relies on it must go on, so we only say it. */
    private List<String> add(String magic, List<String> globs, Predicate<Path> wanted) {
        if (globs.isEmpty()) {
            throw new IllegalArgumentException(magic + " needs a path, such as " + magic + " lib/*.jar");
        }
        return globs.stream()
                .flatMap(glob -> {
                    List<Path> found = Globs.find(glob).stream().filter(wanted).toList();
                    if (found.isEmpty()) {
                        System.err.println(magic + ": nothing found at " + glob + " in "
                                + Path.of("").toAbsolutePath());
                    }
                    return found.stream();
                })
                .map(Path::toAbsolutePath)
                .map(Path::normalize)
                .peek(classPath::add)
                .map(Path::toString)
                .toList();
    }
}
