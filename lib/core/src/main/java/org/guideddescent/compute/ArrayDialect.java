package org.guideddescent.compute;

import java.util.Set;

/** A plain loop over blocks in Java arrays, which the JVM vectorises by itself. */
record ArrayDialect(String type) implements JavaSource.Dialect {
    static final ArrayDialect FLOATS = new ArrayDialect("float");
    static final ArrayDialect DOUBLES = new ArrayDialect("double");

    private boolean isFloat() {
        return type.equals("float");
    }

    @Override
    public String opening(Set<Integer> buffers, Set<Integer> scalars) {
        var out = new StringBuilder(
                "final class Fused implements Kernel.%s {\n".formatted(isFloat() ? "Floats" : "Doubles"));
        out.append("  public void run(%1$s[][] blocks, %1$s[] scalars, int n) {\n".formatted(type));
        for (var buffer : buffers) {
            out.append("    %1$s[] b%2$d = blocks[%2$d];\n".formatted(type, buffer));
        }
        for (var scalar : scalars) {
            out.append("    %1$s s%2$d = scalars[%2$d];\n".formatted(type, scalar));
        }
        return out.append("    for (int i = 0; i < n; i++) {\n").toString();
    }

    @Override
    public String load(int buffer) {
        return "b" + buffer + "[i]";
    }

    @Override
    public String store(int buffer, String value) {
        return "b" + buffer + "[i] = " + value;
    }

    @Override
    public String apply(Expr.Operator operator, String a, String b) {
        return switch (operator) {
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
    // smallest, times both factors exceeds 1.
    private String sign(String a) {
        var big = isFloat() ? "1.0e38f" : "1.0e308";
        var one = isFloat() ? "1.0f" : "1.0";
        return "Math.max(-%3$s, Math.min(%3$s, %1$s * %2$s * %2$s))".formatted(a, big, one);
    }
}
