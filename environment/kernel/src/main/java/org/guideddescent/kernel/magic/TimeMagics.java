package org.guideddescent.kernel.magic;

import com.sun.management.OperatingSystemMXBean;
import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagic;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** %time and %%time. */
public final class TimeMagics {
    private static final double NANOS = 1e9;

    private final Cells cells;

    /**
     * Makes the magics that time code once.
     *
     * @param cells runs the code
     */
    public TimeMagics(Cells cells) {
        this.cells = cells;
    }

    /**
     * Times one line, as {@code %time}.
     *
     * @param code its words
     * @return the value of the code, or null
     */
    @LineMagic
    @Raw
    @Help(
            usage = "%time code",
            text = "Runs the code of its line once and prints the time by the clock and the CPU time of all threads,"
                    + " compilation included. Its value is that of the code.",
            example = "%time IntStream.range(0, 1_000_000).sum()")
    public Object time(List<String> code) {
        return timed(String.join(" ", code));
    }

    /**
     * Times a cell, as {@code %%time}.
     *
     * @param none no arguments
     * @param body the code
     * @return the value of the code, or null
     */
    @CellMagic("time")
    @Help(
            usage = "%%time",
            text = "As %time, for the whole cell.",
            example = "%%time\nint sum = IntStream.range(0, 1_000_000).sum();\nsum")
    public Object timeWhole(List<String> none, String body) {
        return timed(body);
    }

    private Object timed(String code) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        try {
            return cells.run(code);
        } finally {
            double wall = (System.nanoTime() - start) / NANOS;
            double work = (system.getProcessCpuTime() - cpu) / NANOS;
            System.out.printf(Locale.ROOT, "wall %.3f s, CPU %.3f s%n", wall, work);
        }
    }
}
