package org.guideddescent.kernel.maven;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Defines Maven's classes and {@code kernel.maven.mima}, which uses them; shares {@code kernel.maven} and the JDK with the
 * kernel, and nothing else.
 */
final class IsolatedLoader extends URLClassLoader {
    private static final String SHARED = "org.guideddescent.kernel.maven.";
    private static final String OWN = SHARED + "mima.";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader kernel = Resolver.class.getClassLoader();

    private IsolatedLoader(URL[] jars) {
        super("maven", jars, ClassLoader.getPlatformClassLoader());
    }

    /** The folder that the build puts beside the kernel's jar, and beside target/classes. */
    static Path folder() {
        try {
            return Path.of(Resolver.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolveSibling(MavenMagics.RESOLVER);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where the kernel's jar stands", e);
        }
    }

    /** A resolver whose classes come from the jars in this folder. */
    static Resolver resolver(Path folder) {
        try {
            IsolatedLoader loader = new IsolatedLoader(jars(folder));
            return (Resolver) loader.loadClass(OWN + "MimaResolver")
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot load the Maven resolver from " + folder, e);
        }
    }

    private static URL[] jars(Path folder) {
        List<Path> jars = List.of();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list " + folder, e);
            }
        }
        if (jars.isEmpty()) {
            throw new IllegalStateException("the Maven resolver is not in " + folder
                    + ", where the build of the kernel puts it. Run mvn package again, and keep the folder beside the"
                    + " kernel's jar");
        }
        return jars.stream().map(IsolatedLoader::url).toArray(URL[]::new);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("no URL for " + jar, e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return name.startsWith(SHARED) && !name.startsWith(OWN)
                ? kernel.loadClass(name)
                : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.startsWith(OWN)) {
            return super.findClass(name);
        }
        try (InputStream in = kernel.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
