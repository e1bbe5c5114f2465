package org.guideddescent.kernel.inspect;

import java.util.ArrayList;
import java.util.List;

/** The parts between the commas of a parenthesis, of a call or of a signature. */
public final class Arguments {
    private Arguments() {}

    /**
     * The arguments of a call.
     *
     * @param arguments their texts, in order
     * @param isClosed whether the call ends; else more may come
     */
    public record Call(List<String> arguments, boolean isClosed) {}

    /**
     * {@return the arguments of a call}
     *
     * @param code Java text
     * @param open index of the call's parenthesis
     */
    public static Call ofCall(String code, int open) {
        return split(code, open, "([{", ")]}");
    }

    /**
     * {@return the texts of the parameters of a signature, whose types may have commas of their own}
     *
     * @param code Java text
     * @param open index of the signature's parenthesis
     */
    public static List<String> ofSignature(String code, int open) {
        return split(code, open, "([{<", ")]}>").arguments();
    }

    private static Call split(String code, int open, String begins, String ends) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = open + 1;
        int at = from;
        while (at < code.length() && depth >= 0) {
            int past = Math.max(Trivia.afterComment(code, at), Trivia.afterLiteral(code, at));
            if (past > at) {
                at = past;
                continue;
            }
            char c = code.charAt(at);
            depth += begins.indexOf(c) >= 0 ? 1 : 0;
            depth -= ends.indexOf(c) >= 0 ? 1 : 0;
            if (depth < 0 || (depth == 0 && (c == ',' || c == ';'))) {
                parts.add(code.substring(from, at).strip());
                from = at + 1;
                depth = c == ';' ? -1 : depth;
            }
            at++;
        }
        if (depth >= 0) {
            parts.add(code.substring(from).strip());
        }
        return new Call(parts.equals(List.of("")) ? List.of() : parts, depth < 0);
    }
}
