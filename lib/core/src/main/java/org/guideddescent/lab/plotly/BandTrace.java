package org.guideddescent.lab.plotly;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.plotly.components.HoverLabel;
import tech.tablesaw.plotly.traces.Trace;

/** The area between a lower and an upper line. Where one of them is no finite number there is a gap. */
public final class BandTrace implements Trace {
    private final String name;
    private final double[] xs;
    private final double[] lower;
    private final double[] upper;
    private final String color;
    private final boolean listed;

    private BandTrace(String name, double[] xs, double[] lower, double[] upper, String color, boolean listed) {
        this.name = name;
        this.xs = xs;
        this.lower = lower;
        this.upper = upper;
        this.color = color;
        this.listed = listed;
    }

    /**
     * A gray band with an entry in the legend.
     *
     * @param name what the legend and the hover text call it
     * @param xs copied
     * @param lower one number for each x; copied
     * @param upper one number for each x; copied
     * @return the band
     * @throws IllegalArgumentException if the lengths differ
     */
    public static BandTrace of(String name, double[] xs, double[] lower, double[] upper) {
        if (lower.length != xs.length || upper.length != xs.length) {
            throw new IllegalArgumentException("band '" + name + "' needs a lower and an upper number for each x, got "
                    + xs.length + " xs, " + lower.length + " lower and " + upper.length + " upper ones");
        }
        return new BandTrace(name, xs.clone(), lower.clone(), upper.clone(), "rgba(120, 120, 120, 0.2)", true);
    }

    /**
     * The same band in another color.
     *
     * @param css a color of CSS, such as {@code rgba(31, 119, 180, 0.2)}
     * @return a new band
     */
    public BandTrace color(String css) {
        return new BandTrace(name, xs, lower, upper, css, listed);
    }

    /**
     * The same band without an entry in the legend; it goes on and off with the entry of its name.
     *
     * @return a new band
     */
    public BandTrace unlisted() {
        return new BandTrace(name, xs, lower, upper, color, false);
    }

    /**
     * The outline: along the upper line and back along the lower one, once for each piece between gaps.
     *
     * @return the xs, then the ys, with NaN as y between two pieces
     */
    public double[][] outline() {
        return outline(corners());
    }

    private double[][] outline(List<Corner> corners) {
        return new double[][] {
            corners.stream().mapToDouble(c -> xs[c.index]).toArray(),
            corners.stream().mapToDouble(Corner::y).toArray()
        };
    }

    private record Corner(int index, double y) {}

    private List<Corner> corners() {
        List<Corner> corners = new ArrayList<>();
        int begin = 0;
        while (begin < xs.length) {
            int end = begin;
            while (end < xs.length && isThere(end)) end++;
            if (end > begin) {
                if (!corners.isEmpty()) corners.add(new Corner(begin, Double.NaN));
                for (int i = begin; i < end; i++) corners.add(new Corner(i, upper[i]));
                for (int i = end - 1; i >= begin; i--) corners.add(new Corner(i, lower[i]));
            }
            begin = end + 1;
        }
        return corners;
    }

    private boolean isThere(int i) {
        return Double.isFinite(lower[i]) && Double.isFinite(upper[i]);
    }

    @Override
    public String asJavascript(int i) {
        var corners = corners();
        double[][] outline = outline(corners);
        Map<String, Object> trace = new LinkedHashMap<>();
        trace.put("type", "scatter");
        trace.put("mode", "lines");
        trace.put("name", name);
        trace.put("legendgroup", name);
        trace.put("showlegend", listed);
        trace.put("x", outline[0]);
        trace.put("y", outline[1]);
        trace.put("fill", "toself");
        trace.put("fillcolor", color);
        trace.put("line", Map.of("width", 0));
        // The hover text of each corner says both ends of the band there.
        trace.put("hoveron", "points");
        trace.put(
                "customdata",
                corners.stream()
                        .map(c -> new double[] {lower[c.index], upper[c.index]})
                        .toList());
        trace.put("hovertemplate", "%{customdata[0]:.4~g} to %{customdata[1]:.4~g} at %{x}");
        return Js.trace(i, trace);
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
        return listed;
    }
}
