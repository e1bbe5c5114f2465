package org.guideddescent.bench;

import java.util.Locale;
import java.util.Optional;

/** Numbers as the tables print them. */
final class Format {
    /** What stands for a contestant that did not run. */
    static final String ABSENT = "–";

    private Format() {}

    /** Nanoseconds as milliseconds, three significant digits. */
    static String millis(double nanos) {
        return significant(nanos / 1e6) + " ms";
    }

    static String millis(Optional<Double> nanos) {
        return nanos.map(Format::millis).orElse(ABSENT);
    }

    /** Bytes as megabytes of 10⁶, three significant digits. */
    static String megabytes(double bytes) {
        return significant(bytes / 1e6) + " MB";
    }

    /** a / b, e.g. {@code 0.61×}. */
    static String ratio(double a, double b) {
        return String.format(Locale.ROOT, "%.3f×", a / b);
    }

    static String ratio(double a, Optional<Double> b) {
        return b.map(v -> ratio(a, v)).orElse(ABSENT);
    }

    static String percent(double fraction) {
        return Double.isNaN(fraction) ? ABSENT : String.format(Locale.ROOT, "%.0f %%", 100 * fraction);
    }

    /** Three significant digits without an exponent. */
    static String significant(double x) {
        return x == 0
                ? "0"
                : new java.math.BigDecimal(x)
                        .round(new java.math.MathContext(3))
                        .toPlainString();
    }
}
