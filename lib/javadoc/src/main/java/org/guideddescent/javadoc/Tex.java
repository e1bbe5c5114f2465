package org.guideddescent.javadoc;

import static java.util.Map.entry;

import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a formula as our comments write it, {@code m̂ = m / (1 − β₁ᵗ)}, and writes it in TeX.
 *
 * <p>Letters of Unicode's sub- and superscripts, combining accents, {@code x_name}, {@code x^(…)} and {@code √(…)} are understood. Words
 * stand upright. What divides stays on its line.
 */
final class Tex {
    private static final String ONE_WORD =
            "(?:[A-Z]-[A-Z][A-Za-z]+|[A-Za-z]{2,}[A-Za-z0-9]*(?:[-–’'][A-Za-z]+)*)(?![\\u0300-\\u036f])";
    private static final Pattern WORD = Pattern.compile(ONE_WORD);
    private static final Pattern NEXT_WORD = Pattern.compile(" (?:a )?(" + ONE_WORD + ")(?![A-Za-z0-9(_^])");
    private static final Pattern SENTENCE = Pattern.compile("[A-Za-z ,;:.()'’-]*[A-Za-z]{2,}[A-Za-z ,;:.()'’-]*");
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d,]*(?:\\.\\d+)?");
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵀᵗⁱᵐʰᵖᵏᵈⁿʳᵃᵇᶜᵉᵍʲˡᵒˢᵘᵛʷˣʸᶻ";
    private static final String RAISED = "0123456789+-⊤timhpkdnrabcegjlosuvwxyz";
    private static final String SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₖₗₘₙₚᵣₛₜᵤᵥₓₐₑₕₒ";
    private static final String LOWERED = "0123456789+-ijklmnprstuvxaeho";
    private static final Map<Integer, String> ACCENTS = Map.of(
            0x302, "\\hat", 0x303, "\\tilde", 0x304, "\\bar", 0x307, "\\dot", 0x308, "\\ddot", 0x2d9, "\\dot", 0x305,
            "\\bar");
    private static final Map<String, String> SYMBOLS = Map.ofEntries(
            entry("−", "-"),
            entry("-", "-"),
            entry("←", "\\leftarrow "),
            entry("→", "\\to "),
            entry("‖", "\\|"),
            entry("⊙", "\\odot "),
            entry("⊗", "\\otimes "),
            entry("×", "\\times "),
            entry("·", "\\cdot "),
            entry("±", "\\pm "),
            entry("≤", "\\le "),
            entry("≥", "\\ge "),
            entry("≈", "\\approx "),
            entry("∝", "\\propto "),
            entry("≠", "\\ne "),
            entry("⟨", "\\langle "),
            entry("⟩", "\\rangle "),
            entry("⌊", "\\lfloor "),
            entry("⌋", "\\rfloor "),
            entry("⌈", "\\lceil "),
            entry("⌉", "\\rceil "),
            entry("∘", "\\circ "),
            entry("~", "\\sim "),
            entry("<", "\\lt "),
            entry(">", "\\gt "),
            entry("{", "\\{"),
            entry("}", "\\}"),
            entry("%", "\\%"),
            entry("&", "\\&"),
            entry("#", "\\#"),
            entry("…", "\\ldots "),
            entry("∞", "\\infty "),
            entry("∈", "\\in "),
            entry("≪", "\\ll "),
            entry("≫", "\\gg "),
            entry("∏", "\\textstyle\\prod "),
            entry("∫", "\\textstyle\\int "),
            entry("*", "*"),
            entry("≡", "\\equiv "),
            entry("∀", "\\forall "),
            entry("∪", "\\cup "),
            entry("∩", "\\cap "),
            entry("⊕", "\\oplus "),
            entry("⇒", "\\Rightarrow "));
    /** Greek letters whose Unicode names are not TeX's. */
    private static final Map<String, String> GREEK = Map.of("ε", "\\varepsilon ", "φ", "\\varphi ", "Σ", "\\Sigma ");

    private static final Map<String, String> FRACTIONS = Map.of(
            "½", "\\tfrac12", "¼", "\\tfrac14", "¾", "\\tfrac34", "⅓", "\\tfrac13", "⅔", "\\tfrac23", "⅛", "\\tfrac18");
    /** Short words that are not products of letters. */
    private static final Set<String> SHORT = Set.of(
            "of", "if", "is", "at", "to", "on", "in", "or", "by", "so", "no", "an", "as", "be", "it", "go", "up", "tr",
            "NS", "QR", "GN", "KL", "ln");

    private static final Set<String> CONNECTIVES = Set.of(
            "of",
            "if",
            "is",
            "at",
            "to",
            "on",
            "or",
            "by",
            "so",
            "no",
            "an",
            "as",
            "be",
            "it",
            "for",
            "and",
            "the",
            "else",
            "with",
            "over",
            "where",
            "then",
            "when",
            "while",
            "until",
            "unless",
            "from",
            "per",
            "otherwise",
            "likewise",
            "after",
            "before",
            "between",
            "without");
    private static final String PLAIN = "=+/()[],;:.|!?";
    private static final String OPENING = "([⟨⌊⌈{";
    private static final String CLOSING = ")]⟩⌋⌉}";

    private final String text;
    private int at;

    private Tex(String text) {
        this.text = text;
    }

    /** The formula in TeX; empty where the text is a sentence, code, or has a sign that we do not know. */
    static Optional<String> of(String text) {
        String plain = text.strip();
        if (plain.contains("\"") || plain.contains("{@") || isSentence(plain)) {
            return Optional.empty();
        }
        try {
            var tex = new Tex(Normalizer.normalize(plain, Normalizer.Form.NFD));
            return Optional.of(tex.until(""));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isSentence(String text) {
        return text.contains(" ") && SENTENCE.matcher(text).matches();
    }

    /** Everything up to one of the signs in end, at this depth of brackets, or to the end of the text if that is empty. */
    private String until(String end) {
        var out = new StringBuilder();
        int depth = 0;
        boolean operand = false;
        while (at < text.length()) {
            String sign = sign();
            if (depth == 0 && !end.isEmpty() && end.contains(sign)) {
                return out.toString();
            }
            boolean blank = sign.equals(" ");
            if (blank) {
                at++;
                if (at == text.length()) {
                    break;
                }
                sign = sign();
            }
            depth += OPENING.contains(sign) ? 1 : CLOSING.contains(sign) ? -1 : 0;
            boolean opens = OPENING.contains(sign)
                    || sign.equals("√")
                    || sign.equals("∛")
                    || sign.equals("‖")
                    || sign.equals("|");
            boolean starts = opens
                    || Character.isLetterOrDigit(sign.codePointAt(0))
                    || FRACTIONS.containsKey(sign)
                    || "∇∂∞∏∫".contains(sign);
            if (blank && operand && starts) {
                out.append("\\,");
            }
            int from = at;
            out.append(scripted());
            operand = starts || CLOSING.contains(sign) || at > from + sign.length();
            operand &= !OPENING.contains(sign);
        }
        if (!end.isEmpty()) {
            throw new IllegalArgumentException("no " + end + " in " + text);
        }
        return out.toString();
    }

    private String sign() {
        return Character.toString(text.codePointAt(at));
    }

    /** An atom with all that stands above and below it. */
    private String scripted() {
        boolean sum = text.startsWith("Σ", at);
        String atom = atom();
        var below = new StringBuilder();
        var above = new StringBuilder();
        boolean operator = atom.equals("=") || atom.equals("+") || atom.endsWith("leftarrow ");
        while (at < text.length() && !operator) {
            String sign = sign();
            int raised = SUPERSCRIPTS.indexOf(sign);
            int lowered = SUBSCRIPTS.indexOf(sign);
            if (raised >= 0) {
                above.append(RAISED.charAt(raised) == '⊤' ? "\\top " : RAISED.substring(raised, raised + 1));
                at++;
            } else if (lowered >= 0) {
                below.append(LOWERED.charAt(lowered));
                at++;
            } else if (sign.equals("′")) {
                above.append("\\prime ");
                at++;
            } else if (sign.equals("″")) {
                above.append("\\prime\\prime ");
                at++;
            } else if (sign.equals("*")
                    && (Character.isLetter(text.codePointBefore(at)) || text.startsWith("‖", at - 1))) {
                above.append("*");
                at++;
            } else if (sign.equals("_")) {
                at++;
                below.append(argument());
            } else if (sign.equals("^")) {
                at++;
                above.append(argument());
            } else {
                break;
            }
        }
        if (sum && !below.isEmpty()) {
            atom = "\\textstyle\\sum";
        }
        return atom + (below.isEmpty() ? "" : "_{" + below + "}") + (above.isEmpty() ? "" : "^{" + above + "}");
    }

    /** What stands behind _, ^ or √: a bracket without its signs, a word, a number, or one letter. */
    private String argument() {
        if (text.startsWith("(", at) || text.startsWith("{", at)) {
            String end = text.startsWith("(", at) ? ")" : "}";
            at++;
            String inside = until(end);
            at++;
            return inside;
        }
        if (text.startsWith("−", at)) {
            at++;
            return "-" + argument();
        }
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (word.lookingAt()) {
            at = word.end();
            return "\\mathrm{" + word.group() + "}";
        }
        return atom();
    }

    private String atom() {
        if (at >= text.length()) {
            throw new IllegalArgumentException("the formula ends too early: " + text);
        }
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (word.lookingAt()) {
            return words(word);
        }
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (number.lookingAt()) {
            String digits = number.group().replaceAll(",+$", "");
            at += digits.length();
            return digits.replace(",", "{,}");
        }
        String sign = sign();
        at += sign.length();
        if (sign.equals("√") || sign.equals("∛")) {
            boolean bracket = text.startsWith("(", at);
            String inside = bracket ? argument() : root();
            return (sign.equals("√") ? "\\sqrt{" : "\\sqrt[3]{") + inside + "}";
        }
        if (FRACTIONS.containsKey(sign)) {
            return FRACTIONS.get(sign);
        }
        if (SYMBOLS.containsKey(sign)) {
            return SYMBOLS.get(sign);
        }
        if (PLAIN.contains(sign)) {
            return sign;
        }
        return accented(letter(sign));
    }

    /** What a root without brackets covers: one atom and what stands below it. */
    private String root() {
        String atom = argument();
        var below = new StringBuilder();
        while (at < text.length() && SUBSCRIPTS.contains(sign())) {
            below.append(LOWERED.charAt(SUBSCRIPTS.indexOf(sign())));
            at++;
        }
        return atom + (below.isEmpty() ? "" : "_{" + below + "}");
    }

    private String letter(String sign) {
        int code = sign.codePointAt(0);
        if (sign.equals("∇")) {
            return "\\nabla ";
        }
        if (sign.equals("∂")) {
            return "\\partial ";
        }
        if (sign.equals("ℓ")) {
            return "\\ell ";
        }
        if (Character.isLetter(code)
                && (code < 0x80 || Character.UnicodeScript.of(code) == Character.UnicodeScript.GREEK)) {
            return GREEK.getOrDefault(sign, sign);
        }
        throw new IllegalArgumentException("no TeX for " + sign);
    }

    private String accented(String letter) {
        String accented = letter;
        while (at < text.length() && ACCENTS.containsKey(text.codePointAt(at))) {
            accented = ACCENTS.get(text.codePointAt(at)) + "{" + accented + "}";
            at++;
        }
        return accented;
    }

    /** One or more words. Before a bracket a word is a function; of two letters it is a product, if it is no word that we know. */
    private String words(Matcher word) {
        String first = word.group();
        int from = at;
        at = word.end();
        if (first.length() == 2 && !SHORT.contains(first)) {
            return accented(first);
        }
        var run = new StringBuilder(first);
        int count = 1;
        while (at < text.length() && text.charAt(at) == ' ') {
            Matcher next = NEXT_WORD.matcher(text).region(at, text.length());
            if (!next.lookingAt() || (next.group(1).length() == 2 && !SHORT.contains(next.group(1)))) {
                break;
            }
            run.append(next.group());
            at = next.end();
            count++;
        }
        boolean function = text.startsWith("(", at);
        if (count == 1 && (function || !CONNECTIVES.contains(first))) {
            return "\\operatorname{" + first + "}";
        }
        boolean blankBefore = from > 0 && text.charAt(from - 1) == ' ';
        boolean blankAfter = text.startsWith(" ", at);
        return "\\text{" + (blankBefore ? " " : "") + run + (blankAfter ? " " : "") + "}";
    }
}
