package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagic;
import java.time.Duration;
import java.util.List;

/** %%timeout. */
public final class TimeoutMagics {
    private final Cells cells;
    private final Limits limits;

    /**
     * Makes the magic that stops code.
     *
     * @param cells runs the code
     * @param limits stops it
     */
    public TimeoutMagics(Cells cells, Limits limits) {
        this.cells = cells;
        this.limits = limits;
    }

    /**
     * Runs a cell that is stopped after a time, as {@code %%timeout}.
     *
     * @param words the time
     * @param body the code
     * @return the value of the code, or null
     */
    @CellMagic
    @Help(
            usage = "%%timeout time",
            text =
                    "Runs the cell and stops it, as an interrupt does, when the time is over: 5 s, 2 min, 1 h, or a number"
                            + " of milliseconds. Its value is that of the cell.",
            example = "%%timeout 5 s\nThread.sleep(1000);")
    public Object timeout(List<String> words, String body) {
        String text = String.join(" ", words);
        Duration limit = TimeText.parse(text)
                .filter(time -> time.compareTo(Duration.ZERO) > 0)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%%timeout needs a time, such as %%timeout 5 s or %%timeout 2 min, got '" + text + "'"));
        return limits.within(limit, () -> cells.run(body));
    }
}
