package org.guideddescent.lab.plotly;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.HoverLabel;
import tech.tablesaw.plotly.traces.Trace;

/** Points with a bar from a lower to an upper number, such as a median with its quartiles. */
public final class ErrorBarTrace implements Trace {
    private final String name;
    private final double[] xs;
    private final double[] ys;
    private final double[] lower;
    private final double[] upper;
    private final String color;

    private ErrorBarTrace(String name, double[] xs, double[] ys, double[] lower, double[] upper, String color) {
        this.name = name;
        this.xs = xs;
        this.ys = ys;
        this.lower = lower;
        this.upper = upper;
        this.color = color;
    }

    /**
     * Gray points with bars.
     *
     * @param name what the legend calls them
     * @param xs copied
     * @param ys one number for each x; copied
     * @param lower where each bar begins, at most its y; copied
     * @param upper where each bar ends, at least its y; copied
     * @return the points
     * @throws IllegalArgumentException if the lengths differ
     */
    public static ErrorBarTrace of(String name, double[] xs, double[] ys, double[] lower, double[] upper) {
        if (ys.length != xs.length || lower.length != xs.length || upper.length != xs.length) {
            throw new IllegalArgumentException("error bars '" + name + "' need a y, a lower and an upper number for"
                    + " each x, got " + xs.length + " xs, " + ys.length + " ys, " + lower.length + " lower and "
                    + upper.length + " upper ones");
        }
        return new ErrorBarTrace(name, xs.clone(), ys.clone(), lower.clone(), upper.clone(), "#777777");
    }

    /**
     * The same points in another color.
     *
     * @param css a color of CSS
     * @return new points
     */
    public ErrorBarTrace color(String css) {
        return new ErrorBarTrace(name, xs, ys, lower, upper, css);
    }

    @Override
    public String asJavascript(int i) {
        Map<String, Object> bars = new LinkedHashMap<>();
        bars.put("type", "data");
        bars.put("symmetric", false);
        bars.put("array", lengths(ys, upper));
        bars.put("arrayminus", lengths(lower, ys));
        bars.put("color", color);
        Map<String, Object> trace = new LinkedHashMap<>();
        trace.put("type", "scatter");
        trace.put("mode", "markers");
        trace.put("name", name);
        trace.put("legendgroup", name);
        trace.put("x", xs);
        trace.put("y", ys);
        trace.put("marker", Map.of("color", color));
        trace.put("error_y", bars);
        return Js.trace(i, trace);
    }

    private static double[] lengths(double[] from, double[] to) {
        return IntStream.range(0, from.length).mapToDouble(i -> to[i] - from[i]).toArray();
    }

    @Override
    public String name() {
        return name;
    }

    /** Null, as Tablesaw's own traces have it: Plotly's label. */
    @Override
    public HoverLabel hoverLabel() {
        return null;
    }

    @Override
    public boolean showLegend() {
        return true;
    }
}
