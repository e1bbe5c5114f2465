package org.guideddescent.kernel.render;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as a table shows them: whole ones in full, others with at least six digits and none that is noise. */
final class Numbers {
    private static final int LENGTH = 10;
    private static final int DIGITS = 6;

    private Numbers() {}

    static String text(Number number) {
        String full = number.toString();
        boolean fraction = number instanceof Double || number instanceof Float;
        if (!fraction || full.length() <= LENGTH || !Double.isFinite(number.doubleValue())) {
            return full;
        }
        // Half precision or decimal noise such as 0.30000000000000004 must not widen a column.
        BigDecimal exact = new BigDecimal(full);
        int whole = exact.precision() - exact.scale();
        int digits = full.indexOf('E') >= 0 ? DIGITS : Math.max(DIGITS, whole);
        BigDecimal rounded = exact.round(new MathContext(digits));
        return number instanceof Float ? Float.toString(rounded.floatValue()) : Double.toString(rounded.doubleValue());
    }
}
