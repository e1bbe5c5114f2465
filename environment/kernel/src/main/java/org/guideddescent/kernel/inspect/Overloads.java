package org.guideddescent.kernel.inspect;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Which of several signatures the arguments of a call fit best; a reader's guess, not the compiler's resolution. */
public final class Overloads {
    private static final List<String> WIDENING = List.of("byte", "short", "int", "long", "float", "double");
    private static final Set<String> PRIMITIVES =
            Set.of("boolean", "char", "byte", "short", "int", "long", "float", "double");
    private static final Map<String, String> BOXES = Map.of(
            "Boolean", "boolean",
            "Character", "char",
            "Byte", "byte",
            "Short", "short",
            "Integer", "int",
            "Long", "long",
            "Float", "float",
            "Double", "double");
    private static final int MISFIT = -100;

    private Overloads() {}

    /**
     * {@return the signatures, the best first, those that fit alike in their order}
     *
     * @param signatures of one name: not modified
     * @param types of the arguments, empty where unknown
     * @param isOpenEnded whether more arguments may come
     */
    public static List<String> order(List<String> signatures, List<String> types, boolean isOpenEnded) {
        return signatures.stream()
                .sorted(Comparator.comparingInt(s -> -fit(parameters(s), types, isOpenEnded)))
                .toList();
    }

    private static List<String> parameters(String signature) {
        return Signature.parse(signature).map(Signature::parameterTypes).orElse(List.of());
    }

    /** isOpenEnded: more arguments may come, so that more parameters are no misfit. */
    private static int fit(List<String> parameters, List<String> types, boolean isOpenEnded) {
        int missing = parameters.size() - types.size();
        int count = missing == 0 ? 0 : missing < 0 || !isOpenEnded ? MISFIT - Math.abs(missing) : -missing;
        return count
                + IntStream.range(0, Math.min(parameters.size(), types.size()))
                        .map(i -> fit(parameters.get(i), Signature.simpleType(types.get(i))))
                        .sum();
    }

    private static int fit(String parameter, String argument) {
        if (argument.isEmpty()) {
            return 0;
        }
        if (parameter.equals(argument)) {
            return 20;
        }
        if (PRIMITIVES.contains(parameter) && BOXES.containsKey(argument)) {
            return fit(parameter, BOXES.get(argument)) - 1;
        }
        int from = WIDENING.indexOf(argument.equals("char") ? "short" : argument);
        int to = WIDENING.indexOf(parameter);
        if (from >= 0 && to > from) {
            return 10 - (to - from);
        }
        if (PRIMITIVES.contains(parameter)) {
            return MISFIT;
        }
        boolean unlike = PRIMITIVES.contains(argument) || isArray(parameter) != isArray(argument);
        return parameter.equals("Object") ? 2 : unlike ? 0 : 3;
    }

    private static boolean isArray(String type) {
        return type.endsWith("[]");
    }
}
