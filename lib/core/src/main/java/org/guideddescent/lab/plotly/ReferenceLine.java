package org.guideddescent.lab.plotly;

import java.util.LinkedHashMap;
import java.util.Map;
import tech.tablesaw.plotly.event.EventHandler;

/**
 * A dashed line across the whole figure with its name at the end.
 *
 * @param name what the line is
 * @param vertical whether it stands at an x, or lies at a y
 * @param at that x or y, as in the data on a log axis too
 */
public record ReferenceLine(String name, boolean vertical, double at) implements EventHandler {
    /**
     * A line at an x.
     *
     * @param name what the line is
     * @param x where
     * @return the line
     */
    public static ReferenceLine vertical(String name, double x) {
        return new ReferenceLine(name, true, x);
    }

    /**
     * A line at a y.
     *
     * @param name what the line is
     * @param y where
     * @return the line
     */
    public static ReferenceLine horizontal(String name, double y) {
        return new ReferenceLine(name, false, y);
    }

    @Override
    public String asJavascript(String targetName, String divName) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("type", "line");
        shape.put(vertical ? "yref" : "xref", "paper");
        shape.put("x0", vertical ? at : 0);
        shape.put("x1", vertical ? at : 1);
        shape.put("y0", vertical ? 0 : at);
        shape.put("y1", vertical ? 1 : at);
        shape.put("line", Map.of("color", "#666666", "width", 1.5, "dash", "dash"));
        shape.put("label", Map.of("text", name, "textposition", "end"));
        return Js.append(targetName, "shapes", shape);
    }
}
