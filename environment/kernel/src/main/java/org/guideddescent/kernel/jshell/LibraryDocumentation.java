package org.guideddescent.kernel.jshell;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.guideddescent.kernel.inspect.Signature;
import org.guideddescent.kernel.inspect.SourceFile;
import org.guideddescent.kernel.inspect.SourceFile.Found;
import org.guideddescent.kernel.inspect.SourceJars;

/** Comments of library classes, from the sources jars beside their jars: JShell itself knows the JDK's sources only. */
final class LibraryDocumentation {
    private final JShell shell;
    private final SourceJars jars;
    private final ClassLoader loader;

    /** loader: finds the supertypes of a class, which is loaded but not initialized. */
    LibraryDocumentation(JShell shell, SourceJars jars, ClassLoader loader) {
        this.shell = shell;
        this.jars = jars;
        this.loader = loader;
    }

    /** The declaration in the source, its comment that of an overridden method where it has none of its own. */
    Optional<Found> find(Signature signature) {
        Optional<Signature> full = qualified(signature);
        Optional<Found> own = full.flatMap(this::declared);
        if (own.isEmpty() || isDocumented(own.get()) || signature.kind() != Signature.Kind.METHOD) {
            return own;
        }
        Optional<String> inherited = inherited(full.get());
        return own.map(found -> new Found(inherited.or(found::comment), found.parameters()));
    }

    /** Such as "interface "; empty for what is no class, such as a package. */
    String kind(Signature signature) {
        try {
            Class<?> type = Class.forName(signature.binaryName(), false, loader);
            return type.isAnnotation()
                    ? "@interface "
                    : type.isInterface()
                            ? "interface "
                            : type.isEnum() ? "enum " : type.isRecord() ? "record " : "class ";
        } catch (ClassNotFoundException | LinkageError e) {
            return "";
        }
    }

    private static boolean isDocumented(Found found) {
        return found.comment().filter(c -> !c.strip().equals("{@inheritDoc}")).isPresent();
    }

    private Optional<Found> declared(Signature full) {
        return jars.source(full.packageName(), full.typeNames().get(0))
                .flatMap(SourceFile::parse)
                .flatMap(file -> file.find(full));
    }

    /** JShell writes an imported type by its simple name, but the type alone with its full one. */
    private Optional<Signature> qualified(Signature signature) {
        if (signature.type().isEmpty() || !signature.packageName().isEmpty()) {
            return Optional.of(signature).filter(s -> !s.type().isEmpty());
        }
        return documentation(signature.type(), false)
                .flatMap(d -> Signature.parse(d.signature()).stream())
                .findFirst()
                .map(type -> signature.of(type.type()));
    }

    private Optional<String> inherited(Signature method) {
        for (Class<?> type : supertypes(method)) {
            String name = String.valueOf(type.getCanonicalName());
            Optional<String> found = type.getClassLoader() == null
                    ? ofJdk(name, method)
                    : declared(method.of(name))
                            .filter(LibraryDocumentation::isDocumented)
                            .flatMap(Found::comment);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> ofJdk(String type, Signature method) {
        return documentation("((" + type + ") null)." + method.member() + "(", true)
                .filter(d -> Signature.parse(d.signature())
                        .filter(s -> s.parameterTypes().size()
                                == method.parameterTypes().size())
                        .isPresent())
                .map(Documentation::javadoc)
                .filter(comment -> comment != null)
                .findFirst();
    }

    /** Nearest first. */
    private List<Class<?>> supertypes(Signature method) {
        Set<Class<?>> all = new LinkedHashSet<>();
        List<Class<?>> next = new ArrayList<>();
        try {
            next.add(Class.forName(method.binaryName(), false, loader));
            while (!next.isEmpty()) {
                Class<?> type = next.remove(0);
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()))
                        .filter(all::add)
                        .forEach(next::add);
            }
        } catch (ClassNotFoundException | LinkageError e) {
            // A class whose supertypes are missing has the comments of those that were found.
            return List.copyOf(all);
        }
        return List.copyOf(all);
    }

    private Stream<Documentation> documentation(String code, boolean comments) {
        return shell.sourceCodeAnalysis().documentation(code, code.length(), comments).stream();
    }
}
