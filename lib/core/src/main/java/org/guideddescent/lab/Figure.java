package org.guideddescent.lab;

import io.github.spencerpark.jupyter.kernel.display.DisplayDataRenderable;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.traces.Trace;

/**
 * A figure as data; each method returns a new figure.
 *
 * <pre>{@code
 * Figure.of("Loss on MNIST").xAxis("step").yLogAxis("loss", "nats")
 *     .line("SGD", steps, sgdLoss).line("Muon", steps, muonLoss).band("Muon", steps, low, high)
 *     .caption("Muon needs half the steps.")
 * }</pre>
 *
 * A kernel shows it as HTML (an image that becomes interactive where scripts may run) and as a PNG.
 *
 * @param title what stands above; empty for nothing
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series what is drawn, in this order
 * @param caption what to see, below the figure; empty for nothing
 * @param width in pixels, at least 100
 * @param height in pixels, at least 100
 * @param interactive whether it is shown as HTML where that is possible
 */
public record Figure(
        String title, Axis x, Axis y, List<Series> series, String caption, int width, int height, boolean interactive)
        implements DisplayDataRenderable {
    /**
     * Refuses series that cannot share one pair of axes, and a figure of less than 100 × 100 pixels.
     *
     * @param title what stands above; empty for nothing
     * @param x the horizontal axis
     * @param y the vertical axis
     * @param series what is drawn, in this order
     * @param caption what to see, below the figure; empty for nothing
     * @param width in pixels, at least 100
     * @param height in pixels, at least 100
     * @param interactive whether it is shown as HTML where that is possible
     * @throws IllegalArgumentException if series of two kinds, a number a log axis cannot show, or a size is given
     */
    public Figure {
        series = List.copyOf(series);
        if (width < 100 || height < 100) {
            throw new IllegalArgumentException(
                    "a figure needs at least 100 × 100 pixels, got " + width + " × " + height);
        }
        Kind kind = series.isEmpty() ? null : Kind.of(series.get(0));
        for (Series s : series) {
            if (Kind.of(s) != kind) {
                throw new IllegalArgumentException(
                        "a figure draws curves, bars, one heat map or tiles, but not a mix: '" + s.name()
                                + "' is of kind " + Kind.of(s) + " beside " + kind + "; make two figures");
            }
            checkAxes(s, x, y);
        }
        if (kind == Kind.HEAT_MAP && series.size() > 1) {
            throw new IllegalArgumentException(
                    "a figure has room for one heat map, got " + series.size() + "; make one figure for each");
        }
    }

    /** What can share one pair of axes. */
    enum Kind {
        CURVES,
        BARS,
        HEAT_MAP,
        TILES;

        static Kind of(Series s) {
            if (s instanceof Series.Bars) return BARS;
            if (s instanceof Series.HeatMap) return HEAT_MAP;
            return s instanceof Series.Tile ? TILES : CURVES;
        }
    }

    /**
     * {@return an empty figure of 720 × 420 pixels with linear axes}
     *
     * @param title what stands above
     */
    public static Figure of(String title) {
        return new Figure(title, Axis.NONE, Axis.NONE, List.of(), "", 720, 420, true);
    }

    /**
     * Names the horizontal axis.
     *
     * @param label what it measures
     * @return a new figure
     */
    public Figure xAxis(String label) {
        return xAxis(label, "");
    }

    /**
     * Names the horizontal axis.
     *
     * @param label what it measures
     * @param unit of that, shown behind the label; empty for none
     * @return a new figure
     */
    public Figure xAxis(String label, String unit) {
        return axes(new Axis(label, unit, Axis.Scale.LINEAR), y);
    }

    /**
     * Names the horizontal axis, which is logarithmic.
     *
     * @param label what it measures
     * @return a new figure
     */
    public Figure xLogAxis(String label) {
        return xLogAxis(label, "");
    }

    /**
     * Names the horizontal axis, which is logarithmic.
     *
     * @param label what it measures
     * @param unit of that, shown behind the label; empty for none
     * @return a new figure
     */
    public Figure xLogAxis(String label, String unit) {
        return axes(new Axis(label, unit, Axis.Scale.LOG), y);
    }

    /**
     * Names the vertical axis.
     *
     * @param label what it measures
     * @return a new figure
     */
    public Figure yAxis(String label) {
        return yAxis(label, "");
    }

    /**
     * Names the vertical axis.
     *
     * @param label what it measures
     * @param unit of that, shown behind the label; empty for none
     * @return a new figure
     */
    public Figure yAxis(String label, String unit) {
        return axes(x, new Axis(label, unit, Axis.Scale.LINEAR));
    }

    /**
     * Names the vertical axis, which is logarithmic.
     *
     * @param label what it measures
     * @return a new figure
     */
    public Figure yLogAxis(String label) {
        return yLogAxis(label, "");
    }

    /**
     * Names the vertical axis, which is logarithmic.
     *
     * @param label what it measures
     * @param unit of that, shown behind the label; empty for none
     * @return a new figure
     */
    public Figure yLogAxis(String label, String unit) {
        return axes(x, new Axis(label, unit, Axis.Scale.LOG));
    }

    /**
     * Shows a part of the horizontal axis. Call it after the method that names the axis.
     *
     * @param low its left end
     * @param high its right end
     * @return a new figure
     */
    public Figure xRange(double low, double high) {
        return axes(x.from(low, high), y);
    }

    /**
     * Shows a part of the vertical axis. Call it after the method that names the axis.
     *
     * @param low its lower end
     * @param high its upper end
     * @return a new figure
     */
    public Figure yRange(double low, double high) {
        return axes(x, y.from(low, high));
    }

    /**
     * Adds a line. Points where y is NaN or infinite are gaps.
     *
     * @param name what the legend shows, and what chooses the color
     * @param xs where
     * @param ys one number for each x
     * @return a new figure
     */
    public Figure line(String name, double[] xs, double[] ys) {
        return with(new Series.Line(name, xs, ys, false));
    }

    /**
     * Adds a line. Points where y is NaN or infinite are gaps.
     *
     * @param name what the legend shows, and what chooses the color
     * @param xs where
     * @param ys one number for each x
     * @return a new figure
     */
    public Figure line(String name, Collection<? extends Number> xs, Collection<? extends Number> ys) {
        return line(name, doubles(xs), doubles(ys));
    }

    /**
     * Adds a line over x = 1, 2, …, n.
     *
     * @param name what the legend shows, and what chooses the color
     * @param ys n numbers
     * @return a new figure
     */
    public Figure line(String name, double[] ys) {
        return line(name, DoubleStream.iterate(1, i -> i + 1).limit(ys.length).toArray(), ys);
    }

    /**
     * Adds a thin line with no legend entry: one seed beside the median.
     *
     * @param name what chooses the color
     * @param xs where
     * @param ys one number for each x
     * @return a new figure
     */
    public Figure thinLine(String name, double[] xs, double[] ys) {
        return with(new Series.Line(name, xs, ys, true));
    }

    /**
     * Adds points that no line joins.
     *
     * @param name what the legend shows, and what chooses the color
     * @param xs where
     * @param ys one number for each x; NaN and infinity are left out
     * @return a new figure
     */
    public Figure points(String name, double[] xs, double[] ys) {
        return with(new Series.Points(name, xs, ys));
    }

    /**
     * Adds points that no line joins.
     *
     * @param name what the legend shows, and what chooses the color
     * @param xs where
     * @param ys one number for each x; NaN and infinity are left out
     * @return a new figure
     */
    public Figure points(String name, Collection<? extends Number> xs, Collection<? extends Number> ys) {
        return points(name, doubles(xs), doubles(ys));
    }

    /**
     * Adds the area between lower and upper.
     *
     * @param name that of its line, which chooses the color
     * @param xs where
     * @param lower one number for each x
     * @param upper one number for each x, at least lower
     * @return a new figure
     */
    public Figure band(String name, double[] xs, double[] lower, double[] upper) {
        return with(new Series.Band(name, xs, lower, upper));
    }

    /**
     * Adds points with a bar from lower to upper at each.
     *
     * @param name what the legend shows, and what chooses the color
     * @param xs where
     * @param ys one number for each x
     * @param lower where each bar begins, at most its y
     * @param upper where each bar ends, at least its y
     * @return a new figure
     */
    public Figure errorBars(String name, double[] xs, double[] ys, double[] lower, double[] upper) {
        return with(new Series.ErrorBars(name, xs, ys, lower, upper));
    }

    /**
     * Adds a dashed line that stands at an x, with its name.
     *
     * @param name what the line is
     * @param at an x
     * @return a new figure
     */
    public Figure verticalLine(String name, double at) {
        return with(new Series.Reference(name, true, at));
    }

    /**
     * Adds a dashed line that lies at a y, with its name.
     *
     * @param name what the line is
     * @param at a y
     * @return a new figure
     */
    public Figure horizontalLine(String name, double at) {
        return with(new Series.Reference(name, false, at));
    }

    /**
     * Adds a text beside a point.
     *
     * @param text what to say
     * @param atX of the point
     * @param atY of the point
     * @return a new figure
     */
    public Figure remark(String text, double atX, double atY) {
        return with(new Series.Remark(text, atX, atY));
    }

    /**
     * Adds a line through two columns of a table.
     *
     * @param table not modified
     * @param xColumn the name of a column of numbers
     * @param yColumn the name of a column of numbers, and of the line; a missing one is a gap
     * @return a new figure
     * @throws IllegalArgumentException if the table has no such column of numbers
     */
    public Figure line(Table table, String xColumn, String yColumn) {
        return line(yColumn, Tables.numbers(table, xColumn), Tables.numbers(table, yColumn));
    }

    /**
     * Adds a line for each value of a column, in the order in which the values come.
     *
     * @param table not modified
     * @param xColumn the name of a column of numbers
     * @param yColumn the name of a column of numbers; a missing one is a gap
     * @param byColumn the name of a column of any type: its values name the lines
     * @return a new figure
     * @throws IllegalArgumentException if the table has no such columns
     */
    public Figure line(Table table, String xColumn, String yColumn, String byColumn) {
        Figure figure = this;
        for (var group : Tables.groups(table, byColumn).entrySet()) {
            figure = figure.line(
                    group.getKey(),
                    Tables.numbers(group.getValue(), xColumn),
                    Tables.numbers(group.getValue(), yColumn));
        }
        return figure;
    }

    /**
     * Adds a trace of Tablesaw. Only the interactive figure has it; the caption says what the image leaves out.
     *
     * @param trace as Tablesaw builds it, such as a {@code ViolinTrace}
     * @return a new figure
     */
    public Figure with(Trace trace) {
        return with(new Series.Foreign(trace));
    }

    /**
     * Adds one bar for each label.
     *
     * @param name what the legend shows, and what chooses the color
     * @param labels what stands below the bars
     * @param heights one for each label
     * @return a new figure
     */
    public Figure bars(String name, List<String> labels, double... heights) {
        return with(new Series.Bars(name, labels, heights));
    }

    /**
     * Makes a heat map.
     *
     * @param name what the cells are
     * @param cells [rows × cols], row 0 on top
     * @return a new figure
     */
    public Figure heatMap(String name, double[][] cells) {
        return with(new Series.HeatMap(name, cells));
    }

    /**
     * Says below the figure what to see in it.
     *
     * @param text a sentence
     * @return a new figure
     */
    public Figure caption(String text) {
        return new Figure(title, x, y, series, text, width, height, interactive);
    }

    /** The same figure with another title. */
    Figure title(String text) {
        return new Figure(text, x, y, series, caption, width, height, interactive);
    }

    /**
     * Sets the size.
     *
     * @param newWidth in pixels, at least 100
     * @param newHeight in pixels, at least 100
     * @return a new figure
     */
    public Figure size(int newWidth, int newHeight) {
        return new Figure(title, x, y, series, caption, newWidth, newHeight, interactive);
    }

    /** {@return the same figure shown as a plain PNG, with no HTML: the form that every viewer of notebooks shows} */
    public Figure still() {
        return new Figure(title, x, y, series, caption, width, height, false);
    }

    /**
     * Adds any series.
     *
     * @param s what is drawn last
     * @return a new figure
     */
    public Figure with(Series s) {
        List<Series> more = new ArrayList<>(series);
        more.add(s);
        return new Figure(title, x, y, more, caption, width, height, interactive);
    }

    /** {@return the interactive drawing, in which tiles become one mosaic without captions} */
    public tech.tablesaw.plotly.components.Figure plotly() {
        return PlotlyDrawing.of(this);
    }

    /** {@return the figure as PNG bytes, caption included} */
    public byte[] png() {
        return Png.encode(image());
    }

    /** {@return the figure as an image, caption included} */
    public BufferedImage image() {
        return Drawing.withCaption(Drawing.of(this), said());
    }

    /** {@return the figure as HTML that needs no network} */
    public String html() {
        return FigureHtml.of(this);
    }

    @Override
    public Set<MIMEType> getSupportedRenderTypes() {
        return interactive ? Set.of(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG) : Set.of(MIMEType.IMAGE_PNG);
    }

    @Override
    public void render(RenderContext context) {
        if (interactive) context.renderIfRequested(MIMEType.TEXT_HTML, this::html);
        context.renderIfRequested(MIMEType.IMAGE_PNG, () -> Base64.getEncoder().encodeToString(png()));
    }

    @Override
    public String toString() {
        return "Figure[" + title + ", " + series.size() + " series, " + width + "×" + height + "]";
    }

    /** The caption, and what the image leaves out. */
    String said() {
        var left = series.stream()
                .filter(Series.Foreign.class::isInstance)
                .map(Series::name)
                .toList();
        if (left.isEmpty()) return caption;
        return (caption + " The image leaves out " + String.join(", ", left) + ".").strip();
    }

    /** Whether s has a color of the palette and may have an entry in the legend. */
    static boolean isColored(Series s) {
        return !(s instanceof Series.Reference || s instanceof Series.Remark || s instanceof Series.Foreign);
    }

    /** Whether another name before s in this figure has the color of s, so that s is dashed. */
    boolean isDashed(Series s) {
        var colors = colors();
        for (Series other : series) {
            if (!isColored(other)) continue;
            if (other.name().equals(s.name())) return false;
            if (colors.get(other.name()).equals(colors.get(s.name()))) return true;
        }
        return false;
    }

    /** The color of a series, as "#RRGGBB"; series of one name share it. */
    String color(Series s) {
        return colors().get(s.name());
    }

    private Map<String, String> colors() {
        return Palette.colors(series.stream()
                .filter(Figure::isColored)
                .map(Series::name)
                .distinct()
                .toList());
    }

    /** Whether s has an entry of its own in the legend: points with the name of a line belong to that line. */
    boolean isListed(Series s) {
        if (s instanceof Series.Points) {
            return series.stream()
                    .noneMatch(o -> o instanceof Series.Line line
                            && !line.thin()
                            && line.name().equals(s.name()));
        }
        return !(s instanceof Series.Line line && line.thin());
    }

    Figure axes(Axis newX, Axis newY) {
        return new Figure(title, newX, newY, series, caption, width, height, interactive);
    }

    private static void checkAxes(Series s, Axis x, Axis y) {
        if (s instanceof Series.Line line) {
            x.check(line.name(), line.xs());
            y.check(line.name(), line.ys());
        } else if (s instanceof Series.Points points) {
            x.check(points.name(), points.xs());
            y.check(points.name(), points.ys());
        } else if (s instanceof Series.Band band) {
            x.check(band.name(), band.xs());
            y.check(band.name(), band.lower());
        } else if (s instanceof Series.ErrorBars bars) {
            x.check(bars.name(), bars.xs());
            y.check(bars.name(), bars.lower());
        } else if (s instanceof Series.Reference line) {
            (line.vertical() ? x : y).check(line.name(), new double[] {line.at()});
        } else if (s instanceof Series.Remark remark) {
            x.check(remark.name(), new double[] {remark.x()});
            y.check(remark.name(), new double[] {remark.y()});
        } else if (s instanceof Series.Bars bars) {
            y.check(bars.name(), bars.heights());
        }
    }

    private static double[] doubles(Collection<? extends Number> values) {
        return values.stream().mapToDouble(Number::doubleValue).toArray();
    }
}
