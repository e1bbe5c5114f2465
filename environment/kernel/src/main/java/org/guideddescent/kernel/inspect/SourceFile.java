package org.guideddescent.kernel.inspect;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A Java source file, for the comments of its declarations. */
public final class SourceFile {
    /**
     * What the source says of a declaration.
     *
     * @param comment its Javadoc, without the marks
     * @param parameters such as "int count"; empty but for methods and constructors
     */
    public record Found(Optional<String> comment, List<String> parameters) {}

    private static final String CONSTRUCTOR = "<init>";

    private final Trees trees;
    private final CompilationUnitTree unit;

    private SourceFile(Trees trees, CompilationUnitTree unit) {
        this.trees = trees;
        this.unit = unit;
    }

    /**
     * Parses a text without looking at any other file.
     *
     * @param text of a Java source file
     * @return the file; empty where the compiler finds no Java
     */
    public static Optional<SourceFile> parse(String text) {
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("memory:///Source.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, d -> {}, List.of("-proc:none"), null, List.of(file));
        try {
            for (CompilationUnitTree unit : task.parse()) {
                return Optional.of(new SourceFile(Trees.instance(task), unit));
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a source in memory was not read", e);
        }
    }

    /**
     * {@return the declaration that a signature speaks of}
     *
     * @param signature what is looked for
     */
    public Optional<Found> find(Signature signature) {
        Optional<TreePath> type = type(signature.typeNames());
        return switch (signature.kind()) {
            case TYPE -> type.map(path -> found(path, List.of()));
            case FIELD -> type.flatMap(path -> field(path, signature.member()));
            case METHOD -> type.flatMap(path -> method(path, signature.member(), signature.parameterTypes()));
            // That of a record or of a class without constructors is not written.
            case CONSTRUCTOR ->
                type.flatMap(path -> method(path, CONSTRUCTOR, signature.parameterTypes())
                        .or(() -> Optional.of(found(path, List.of()))));
        };
    }

    private Found found(TreePath path, List<? extends VariableTree> parameters) {
        return new Found(
                Optional.ofNullable(trees.getDocComment(path)),
                parameters.stream().map(SourceFile::text).toList());
    }

    private static String text(VariableTree parameter) {
        boolean varargs = parameter.toString().contains("...");
        String type = parameter.getType().toString();
        String shown = varargs && type.endsWith("[]") ? type.substring(0, type.length() - 2) + "..." : type;
        return shown + " " + parameter.getName();
    }

    /** names: of an outermost type and the types nested in it. */
    private Optional<TreePath> type(List<String> names) {
        Optional<TreePath> path = Optional.of(new TreePath(unit));
        for (String name : names) {
            path = path.flatMap(p -> members(p)
                    .filter(m -> m.getLeaf() instanceof ClassTree c
                            && c.getSimpleName().contentEquals(name))
                    .findFirst());
        }
        return path;
    }

    private static Stream<TreePath> members(TreePath path) {
        List<? extends Tree> inside = path.getLeaf() instanceof CompilationUnitTree u
                ? u.getTypeDecls()
                : ((ClassTree) path.getLeaf()).getMembers();
        return inside.stream().map(tree -> new TreePath(path, tree));
    }

    private Optional<Found> field(TreePath type, String name) {
        return members(type)
                .filter(m ->
                        m.getLeaf() instanceof VariableTree v && v.getName().contentEquals(name))
                .findFirst()
                .map(path -> found(path, List.of()));
    }

    private Optional<Found> method(TreePath type, String name, List<String> parameterTypes) {
        List<TreePath> sameCount = members(type)
                .filter(m -> m.getLeaf() instanceof MethodTree t
                        && t.getName().contentEquals(name)
                        && t.getParameters().size() == parameterTypes.size())
                .toList();
        return sameCount.stream()
                .filter(m -> types((MethodTree) m.getLeaf()).equals(parameterTypes))
                .findFirst()
                // A type variable that a subclass has filled in is written differently: then the only one is meant.
                .or(() -> sameCount.size() == 1 ? Optional.of(sameCount.get(0)) : Optional.empty())
                .map(path -> found(path, ((MethodTree) path.getLeaf()).getParameters()));
    }

    private static List<String> types(MethodTree method) {
        return method.getParameters().stream()
                .map(p -> Signature.simpleType(p.getType().toString()))
                .toList();
    }
}
