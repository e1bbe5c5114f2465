package org.guideddescent.objective;

import java.util.function.Supplier;
import org.guideddescent.space.Layout;
import org.guideddescent.space.ParamVector;

/** Keeps the place where what an objective says and what it should say differ most. */
final class Worst {
    private final Check.Claim claim;
    private double error = -1;
    private double got;
    private double expected;
    private String where = "";

    Worst(Check.Claim claim) {
        this.claim = claim;
    }

    /** The difference relative to the larger number, or to the floor if that is larger still. */
    void see(double a, double b, double floor, Supplier<String> place) {
        double apart = Math.abs(a - b);
        keep(a, b, apart == 0 ? 0 : apart / Math.max(floor, Math.max(Math.abs(a), Math.abs(b))), place);
    }

    /** Every coordinate of both, as {@link #see}. */
    void see(ParamVector a, ParamVector b, double floor) {
        var got = a.flat().toDoubleVector();
        var expected = b.flat().toDoubleVector();
        for (int i = 0; i < got.length; i++) {
            int at = i;
            see(got[i], expected[i], floor, () -> place(a.layout(), at));
        }
    }

    /** Any difference counts as 1. */
    void seeExactly(ParamVector a, ParamVector b) {
        var got = a.flat().toDoubleVector();
        var expected = b.flat().toDoubleVector();
        for (int i = 0; i < got.length; i++) {
            int at = i;
            keep(got[i], expected[i], got[i] == expected[i] ? 0 : 1, () -> place(a.layout(), at));
        }
    }

    void keep(double a, double b, double relative, Supplier<String> place) {
        // Written so that NaN is worse than anything and stays.
        if (!(relative <= error) && !Double.isNaN(error)) {
            error = relative;
            got = a;
            expected = b;
            where = place.get();
        }
    }

    Check.Finding finding() {
        return new Check.Finding(claim, error, where, got, expected);
    }

    /** The name of a coordinate of the flat buffer. */
    static String place(Layout layout, long i) {
        var p = layout.params().stream().filter(q -> i < q.end()).findFirst().orElseThrow();
        long at = i - p.offset();
        return p.name() + "[" + at / p.cols() + ", " + at % p.cols() + "]";
    }
}
