package org.guideddescent.compute;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/**
 * Turns a program into a Java class with one plain counted loop, which the JVM vectorises. Literals become arguments, so
 * programs that differ only in their constants share one class.
 */
final class JavaSource {
    /** Kernels by source text. They have no state, and sessions use a few dozen, so all are kept. */
    private static final Map<String, Object> KERNELS = new ConcurrentHashMap<>();

    private final String type;
    private final int scalars;
    private final IdentityHashMap<Expr, String> names = new IdentityHashMap<>();
    private final StringBuilder body = new StringBuilder();
    /** The literals, in the order in which they follow the scalars. */
    final List<Double> literals = new ArrayList<>();
    /** The buffers that the program reads. */
    final TreeSet<Integer> loads = new TreeSet<>();

    private final TreeSet<Integer> usedScalars = new TreeSet<>();
    final String text;

    JavaSource(Program program, String type) {
        this.type = type;
        this.scalars = program.scalars();
        var stores = new StringBuilder();
        var arrays = new TreeSet<Integer>();
        for (var write : program.writes()) {
            stores.append("      b%1$d[i] = %2$s;\n".formatted(write.buffer(), name(write.value())));
            arrays.add(write.buffer());
        }
        arrays.addAll(loads);
        var out = new StringBuilder("package org.guideddescent.compute;\n");
        out.append("final class Fused implements Kernel.%s {\n".formatted(type.equals("float") ? "Floats" : "Doubles"));
        out.append("  public void run(%1$s[][] blocks, %1$s[] scalars, int n) {\n".formatted(type));
        for (var buffer : arrays) {
            out.append("    %1$s[] b%2$d = blocks[%2$d];\n".formatted(type, buffer));
        }
        for (var scalar : usedScalars) {
            out.append("    %1$s s%2$d = scalars[%2$d];\n".formatted(type, scalar));
        }
        out.append("    for (int i = 0; i < n; i++) {\n").append(body).append(stores);
        text = out.append("    }\n  }\n}\n").toString();
    }

    private String name(Expr node) {
        var known = names.get(node);
        if (known != null) {
            return known;
        }
        String name;
        if (node instanceof Expr.Scalar scalar) {
            name = scalar(scalar.index());
        } else if (node instanceof Expr.Literal literal) {
            if (!literals.contains(literal.value())) {
                literals.add(literal.value());
            }
            name = scalar(scalars + literals.indexOf(literal.value()));
        } else {
            var value = node instanceof Expr.Load load ? load(load) : apply((Expr.Apply) node);
            name = "v" + names.size();
            body.append("      %s %s = %s;\n".formatted(type, name, value));
        }
        names.put(node, name);
        return name;
    }

    private String scalar(int index) {
        usedScalars.add(index);
        return "s" + index;
    }

    private String load(Expr.Load load) {
        loads.add(load.buffer());
        return "b" + load.buffer() + "[i]";
    }

    private String apply(Expr.Apply node) {
        var a = name(node.operands().get(0));
        var b = node.operands().size() > 1 ? name(node.operands().get(1)) : "";
        return switch (node.operator()) {
            case ADD -> a + " + " + b;
            case SUBTRACT -> a + " - " + b;
            case MULTIPLY -> a + " * " + b;
            case DIVIDE -> a + " / " + b;
            case MAX -> "Math.max(" + a + ", " + b + ")";
            case MIN -> "Math.min(" + a + ", " + b + ")";
            case NEGATE -> "-" + a;
            case SQRT -> "(" + type + ") Math.sqrt(" + a + ")";
            case ABS -> "Math.abs(" + a + ")";
            case SIGN -> sign(a);
            case EXP -> "(" + type + ") Math.exp(" + a + ")";
            case LOG -> "(" + type + ") Math.log(" + a + ")";
        };
    }

    // The JVM vectorises neither Math.signum nor a condition, but does this: any number that is not 0, even the
    // smallest,
    // times both factors exceeds 1.
    private String sign(String a) {
        var big = type.equals("float") ? "1.0e38f" : "1.0e308";
        var one = type.equals("float") ? "1.0f" : "1.0";
        return "Math.max(-%3$s, Math.min(%3$s, %1$s * %2$s * %2$s))".formatted(a, big, one);
    }

    /** The kernel with this text, compiled at most once. */
    Object kernel() {
        return KERNELS.computeIfAbsent(text, JavaSource::compile);
    }

    // A hidden class in this package sees the package's own interfaces and needs no class loader of its own.
    private static Object compile(String text) {
        try {
            var compiler = new SimpleCompiler();
            compiler.setParentClassLoader(JavaSource.class.getClassLoader());
            compiler.cook(text);
            var bytes = compiler.getBytecodes().values().iterator().next();
            var lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return lookup.findConstructor(lookup.lookupClass(), java.lang.invoke.MethodType.methodType(void.class))
                    .invoke();
        } catch (CompileException e) {
            throw new IllegalStateException("the generated source does not compile:\n" + text, e);
        } catch (Throwable e) {
            throw new IllegalStateException("the generated class does not load:\n" + text, e);
        }
    }
}
