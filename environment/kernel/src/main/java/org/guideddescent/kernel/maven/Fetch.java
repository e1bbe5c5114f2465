package org.guideddescent.kernel.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.guideddescent.kernel.jshell.CellInterrupted;
import org.guideddescent.kernel.magic.ClassPath;

/** Resolves a request, shows how far it is, and adds what is new to the class path. */
final class Fetch {
    private final ClassPath classPath;
    private final Path folder;
    private final Supplier<Downloads.Screen> screens;
    private final Loaded loaded = new Loaded();
    private Optional<Resolver> resolver = Optional.empty();

    /** folder: of Maven's classes; screens: one for each call. */
    Fetch(ClassPath classPath, Path folder, Supplier<Downloads.Screen> screens) {
        this.classPath = classPath;
        this.folder = folder;
        this.screens = screens;
    }

    void run(Request request) {
        Downloads progress = new Downloads(screens.get());
        int added = 0;
        try {
            added = add(resolve(request, progress));
        } finally {
            progress.end(added);
        }
    }

    /** Maven waits on sockets and in loops that no interrupt ends, so it runs on a thread that can be left behind. */
    private List<Jar> resolve(Request request, Downloads progress) {
        if (resolver.isEmpty()) {
            resolver = Optional.of(IsolatedLoader.resolver(folder));
        }
        Resolver maven = resolver.get();
        FutureTask<List<Jar>> task = new FutureTask<>(() -> maven.resolve(request, progress));
        Thread thread = daemon(task, "maven");
        thread.setContextClassLoader(maven.getClass().getClassLoader());
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            progress.cancel();
            // Aborts connections that wait for bytes; itself it may wait for one that is being made.
            daemon(maven::close, "maven-close").start();
            resolver = Optional.empty();
            throw new CellInterrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("Maven's resolver failed: " + e.getCause(), e.getCause());
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private int add(List<Jar> jars) {
        List<Path> entries = new ArrayList<>(classPath.entries());
        int added = 0;
        for (Jar jar : jars) {
            if (entries.contains(jar.file())) {
                continue;
            }
            Coordinate coordinate = jar.coordinate();
            Optional<String> there = loaded.version(coordinate, entries);
            if (there.isPresent()) {
                if (!there.get().equals(coordinate.version())) {
                    System.out.println(coordinate + " is not added: " + there.get()
                            + " is on the class path already and stays until the kernel restarts");
                }
            } else if (coordinate.type().equals("jar")) {
                classPath.add(jar.file());
                entries.add(jar.file());
                added++;
            } else if (!coordinate.type().equals("pom")) {
                System.out.println(
                        coordinate + " is no jar and not added to the class path; its file is " + jar.file());
            }
        }
        return added;
    }
}
