package org.guideddescent.lab;

/**
 * Which ticks of a log axis have labels: decades, as powers of ten; below two decades 2 and 5 as well; within a third of a
 * decade all.
 */
record LogLabels(double decades) {
    private static final String SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    static LogLabels of(Range shown) {
        return new LogLabels(Math.log10(shown.high() / shown.low()));
    }

    boolean decadesOnly() {
        return decades >= 2;
    }

    String label(double tick) {
        int exponent = (int) Math.floor(Math.log10(tick) + 1e-9);
        double digit = tick / Math.pow(10, exponent);
        boolean whole = Math.abs(digit - Math.rint(digit)) < 1e-6;
        int rounded = (int) Math.rint(digit);
        if (whole && decades > 1.0 / 3 && rounded != 1 && rounded != 2 && rounded != 5) return "";
        String factor = whole ? String.valueOf(rounded) : Claim.shown(Math.round(digit * 100) / 100.0);
        if (exponent >= -2 && exponent <= 3) return Claim.shown(whole ? rounded * Math.pow(10, exponent) : tick);
        return (factor.equals("1") ? "" : factor + "·") + "10" + superscript(exponent);
    }

    private static String superscript(int exponent) {
        var text = new StringBuilder(exponent < 0 ? "⁻" : "");
        String.valueOf(Math.abs(exponent)).chars().forEach(c -> text.append(SUPERSCRIPT.charAt(c - '0')));
        return text.toString();
    }
}
