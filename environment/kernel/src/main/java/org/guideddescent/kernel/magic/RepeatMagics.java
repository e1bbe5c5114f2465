package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagic;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** %timeit and %%timeit. */
public final class RepeatMagics {
    private static final int ROUNDS = 7;
    private static final long ROUND_NANOS = 100_000_000;
    private static final String LOOP = "(org.guideddescent.kernel.magic.Repeated) (times$ -> { Object last$ = null;"
            + " for (long i$ = 0; i$ < times$; i$++) { %s } return last$; })";

    private final Cells cells;

    /**
     * Makes the magics that measure.
     *
     * @param cells runs the code
     */
    public RepeatMagics(Cells cells) {
        this.cells = cells;
    }

    /**
     * Measures one line, as {@code %timeit}.
     *
     * @param code its words
     * @throws Exception what the code throws
     */
    @LineMagic
    @Raw
    @Help(
            usage = "%timeit code",
            text =
                    "Runs an expression or statements many times, in a compiled loop, and prints the time of one pass: the"
                            + " median and the extremes of seven rounds of at least 0.1 s, after as much again to warm up. A"
                            + " result that does not change may be computed once by the JVM.",
            example = "%timeit Math.sin(0.5)")
    public void timeit(List<String> code) throws Exception {
        measure(String.join(" ", code));
    }

    /**
     * Measures a cell, as {@code %%timeit}.
     *
     * @param none no arguments
     * @param body the code
     * @throws Exception what the code throws
     */
    @CellMagic("timeit")
    @Help(
            usage = "%%timeit",
            text = "As %timeit, for the whole cell.",
            example = "%%timeit\ndouble s = 0;\nfor (int i = 0; i < 1000; i++) s += Math.sqrt(i);")
    public void timeitWhole(List<String> none, String body) throws Exception {
        measure(body);
    }

    private void measure(String code) throws Exception {
        if (code.isBlank()) {
            throw new IllegalArgumentException("%timeit needs code, such as %timeit Math.sin(0.5)");
        }
        Repeated loop = loop(code.strip());
        long times = 1;
        while (nanos(loop, times) < ROUND_NANOS) {
            times *= 2;
        }
        double[] each = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            each[i] = nanos(loop, times) / (double) times;
        }
        Arrays.sort(each);
        System.out.printf(
                Locale.ROOT,
                "%s per pass (%s to %s; %d rounds of %,d passes)%n",
                unit(each[ROUNDS / 2]),
                unit(each[0]),
                unit(each[ROUNDS - 1]),
                ROUNDS,
                times);
    }

    /** An expression keeps its value; what is no expression is a statement. */
    private Repeated loop(String code) {
        try {
            return (Repeated) cells.run(String.format(LOOP, "last$ = (" + code.replaceFirst(";\\s*$", "") + "\n);"));
        } catch (CellFailure e) {
            return (Repeated) cells.run(String.format(LOOP, code.endsWith("}") ? code : code + "\n;"));
        }
    }

    private static long nanos(Repeated loop, long times) throws Exception {
        long start = System.nanoTime();
        var unused = loop.run(times);
        return System.nanoTime() - start;
    }

    static String unit(double nanos) {
        String[] units = {"ns", "µs", "ms", "s"};
        int unit = 0;
        double value = nanos;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(
                Locale.ROOT, value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }
}
