package org.guideddescent.kernel.jshell;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/** What cells have declared. On the cell's thread only, like the shell itself. */
public final class Declarations {
    /**
     * A variable of a cell.
     *
     * @param type as Java writes it
     * @param name as the cell wrote it
     * @param known false if its type is not yet defined; it has no value then
     * @param value of the moment, perhaps null
     */
    public record Variable(String type, String name, boolean known, Object value) {}

    private final JShell shell;
    private final CellControl control;
    private final Set<Snippet> kept = new HashSet<>();

    Declarations(JShell shell, CellControl control) {
        this.shell = shell;
        this.control = control;
    }

    /** {@return the variables, without the $1, $2, … that hold results} */
    public List<Variable> variables() {
        return shell.variables()
                .filter(v -> !v.name().startsWith("$"))
                .map(this::variable)
                .toList();
    }

    /** The variable of this name that is in force. */
    Optional<Variable> variable(String name) {
        return shell.variables().filter(v -> v.name().equals(name)).findFirst().map(this::variable);
    }

    private Variable variable(VarSnippet snippet) {
        Optional<Field> field = field(snippet);
        return new Variable(
                snippet.typeName(),
                snippet.name(),
                field.isPresent(),
                field.map(Declarations::value).orElse(null));
    }

    /**
     * {@return whether a variable of that name is declared}
     *
     * @param name as the cell wrote it
     */
    public boolean hasVariable(String name) {
        return shell.variables().anyMatch(v -> v.name().equals(name));
    }

    /** {@return the methods, such as "int twice(int)"} */
    public List<String> methods() {
        return shell.methods().map(Declarations::heading).toList();
    }

    private static String heading(MethodSnippet method) {
        String[] halves = method.signature().split("(?<=\\))", 2);
        return halves[1] + " " + method.name() + halves[0];
    }

    /** {@return the types, such as "record Point"} */
    public List<String> types() {
        return shell.types().map(Declarations::heading).toList();
    }

    private static String heading(TypeDeclSnippet type) {
        String kind = type.subKind().name().replaceFirst("_.*", "").toLowerCase(Locale.ROOT);
        return kind + " " + type.name();
    }

    /** {@return the imports, such as "java.util.*"; one snippet may hold several} */
    public List<String> imports() {
        return shell.imports()
                .map(ImportSnippet::source)
                .flatMap(source -> Stream.of(source.split(";")))
                .map(name -> name.strip().replaceFirst("^import\\s+", ""))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** {@return the sources of all declarations in force, without those of the start-up} */
    public List<String> sources() {
        return own().map(snippet -> snippet.source().strip()).toList();
    }

    private Stream<Snippet> own() {
        return shell.snippets()
                .filter(s -> s instanceof PersistentSnippet && shell.status(s).isActive())
                .filter(s -> !kept.contains(s))
                .filter(s -> !(s instanceof VarSnippet v && v.name().startsWith("$")));
    }

    /** What exists now is the kernel's own and outlives {@link #forget}. */
    void keep() {
        shell.snippets().filter(s -> shell.status(s).isActive()).forEach(kept::add);
    }

    /** Drops all that cells declared, the newest first so that little is compiled again, and lets go of the values. */
    void forget() {
        List<Snippet> dropped = new ArrayList<>(shell.snippets()
                .filter(s -> s instanceof PersistentSnippet && shell.status(s).isActive())
                .filter(s -> !kept.contains(s))
                .toList());
        Collections.reverse(dropped);
        for (Snippet snippet : dropped) {
            if (snippet instanceof VarSnippet variable) {
                field(variable).ifPresent(Declarations::clear);
            }
            shell.drop(snippet);
        }
    }

    private Optional<Field> field(VarSnippet variable) {
        if (shell.status(variable) != Status.VALID) {
            return Optional.empty();
        }
        // The text that this returns is empty: the call tells the control which class holds the variable now.
        var unused = shell.varValue(variable);
        return control.takeVariable();
    }

    private static Object value(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read " + field, e);
        }
    }

    private static void clear(Field field) {
        if (!field.getType().isPrimitive() && !Modifier.isFinal(field.getModifiers())) {
            try {
                field.set(null, null);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("cannot clear " + field, e);
            }
        }
    }
}
