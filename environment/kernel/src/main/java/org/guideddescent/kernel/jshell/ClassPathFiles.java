package org.guideddescent.kernel.jshell;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * The compiler's file manager with a class path of our own: tables of contents are read in the background and once.
 * javac's own walks every jar as a file system before it compiles the first line, and JShell walks them again for
 * completion; with fifty jars both together cost more than the rest of the start.
 */
final class ClassPathFiles extends ForwardingJavaFileManager<StandardJavaFileManager>
        implements StandardJavaFileManager {
    /** JShell's index of packages waits this long, because it would compete with the first cells. */
    private static final long INDEX_DELAY_MILLIS = 5000;

    private final Map<Path, CompletableFuture<ClassPathEntry>> opened = new HashMap<>();
    private final AtomicBoolean delayed = new AtomicBoolean();
    private List<Path> path = List.of();
    private List<ClassPathEntry> entries = List.of();
    private Map<String, List<JavaFileObject>> packages = new HashMap<>();

    ClassPathFiles(StandardJavaFileManager javac) {
        super(javac);
    }

    @Override
    public synchronized boolean handleOption(String option, Iterator<String> remaining) {
        if (!option.equals("-classpath")) {
            return super.handleOption(option, remaining);
        }
        path = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(remaining.next())
                .filter(s -> !s.isBlank())
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .distinct()
                .filter(Files::exists)
                .toList();
        // Reading begins now; the first compilation waits for the rest.
        path.forEach(p -> {
            var unused = open(p);
        });
        entries = List.of();
        packages = new HashMap<>();
        return true;
    }

    private ClassPathEntry opened(Path entry) {
        return open(entry).join();
    }

    private CompletableFuture<ClassPathEntry> open(Path entry) {
        return opened.computeIfAbsent(entry, e -> CompletableFuture.supplyAsync(() -> ClassPathEntry.open(e)));
    }

    @Override
    public Iterable<JavaFileObject> list(
            Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse) throws IOException {
        if (location != StandardLocation.CLASS_PATH) {
            return super.list(location, packageName, kinds, recurse);
        }
        return kinds.contains(JavaFileObject.Kind.CLASS) ? classes(packageName) : List.of();
    }

    private synchronized List<JavaFileObject> classes(String packageName) {
        List<JavaFileObject> known = packages.get(packageName);
        if (known != null) {
            return known;
        }
        List<JavaFileObject> found = new ArrayList<>();
        boolean fixed = true;
        for (ClassPathEntry entry : entries()) {
            found.addAll(entry.list(packageName));
            fixed &= entry instanceof ClassPathEntry.Jar;
        }
        if (fixed) {
            packages.put(packageName, found);
        }
        return found;
    }

    /** The jar whose class the compiler takes; packageName has dots, outermost is a simple name. */
    synchronized Optional<Path> jarOf(String packageName, String outermost) {
        String file = packageName.isEmpty() ? outermost : packageName.replace('.', '/') + "/" + outermost;
        return entries().stream()
                .filter(ClassPathEntry.Jar.class::isInstance)
                .map(ClassPathEntry.Jar.class::cast)
                .filter(jar -> jar.packages()
                        .getOrDefault(packageName.replace('.', '/'), List.of())
                        .contains(file + ClassPathEntry.SUFFIX))
                .map(ClassPathEntry.Jar::path)
                .findFirst();
    }

    private List<ClassPathEntry> entries() {
        if (entries.isEmpty()) {
            Set<Path> all = new LinkedHashSet<>();
            path.forEach(p -> add(p, all));
            entries = all.stream().map(this::opened).toList();
        }
        return entries;
    }

    private void add(Path entry, Set<Path> all) {
        if (all.add(entry)) {
            opened(entry).follows().stream().filter(Files::exists).forEach(f -> add(f, all));
        }
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
        return file instanceof ClassPathEntry.ClassFile ours
                ? ours.binaryName()
                : super.inferBinaryName(location, file);
    }

    @Override
    public boolean isSameFile(FileObject a, FileObject b) {
        return (a instanceof ClassPathEntry.ClassFile || b instanceof ClassPathEntry.ClassFile)
                ? a.equals(b)
                : super.isSameFile(a, b);
    }

    @Override
    public boolean contains(Location location, FileObject file) throws IOException {
        return file instanceof ClassPathEntry.ClassFile
                ? location == StandardLocation.CLASS_PATH
                : super.contains(location, file);
    }

    @Override
    public boolean hasLocation(Location location) {
        return location == StandardLocation.CLASS_PATH || super.hasLocation(location);
    }

    /** Asked only by JShell's indexing thread, which may therefore be kept waiting. */
    @Override
    public Iterable<? extends Path> getLocationAsPaths(Location location) {
        if (!delayed.getAndSet(true)) {
            try {
                TimeUnit.MILLISECONDS.sleep(INDEX_DELAY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (this) {
            return location == StandardLocation.CLASS_PATH ? path : fileManager.getLocationAsPaths(location);
        }
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(Iterable<? extends File> files) {
        return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
        return fileManager.getJavaFileObjects(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
        return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
        return fileManager.getJavaFileObjects(names);
    }

    @Override
    public void setLocation(Location location, Iterable<? extends File> files) throws IOException {
        fileManager.setLocation(location, files);
    }

    @Override
    public Iterable<? extends File> getLocation(Location location) {
        return fileManager.getLocation(location);
    }
}
