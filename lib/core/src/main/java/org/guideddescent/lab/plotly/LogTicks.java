package org.guideddescent.lab.plotly;

import java.util.LinkedHashMap;
import java.util.Map;
import tech.tablesaw.plotly.event.EventHandler;

/**
 * Ticks of a log axis: decades as powers of ten, and marks within a decade. Where few decades are seen, Plotly labels
 * 2 and 5 as well, also after a zoom.
 *
 * @param axis as a layout calls it: "xaxis" or "yaxis"
 */
public record LogTicks(String axis) implements EventHandler {
    /**
     * Those of the horizontal axis.
     *
     * @return the ticks
     */
    public static LogTicks x() {
        return new LogTicks("xaxis");
    }

    /**
     * Those of the vertical axis.
     *
     * @return the ticks
     */
    public static LogTicks y() {
        return new LogTicks("yaxis");
    }

    @Override
    public String asJavascript(String targetName, String divName) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put(axis + ".exponentformat", "power");
        change.put(axis + ".ticks", "outside");
        change.put(axis + ".minor", Map.of("ticks", "outside", "ticklen", 3));
        return "Plotly.relayout(" + targetName + ", " + Js.of(change) + ");\n";
    }
}
