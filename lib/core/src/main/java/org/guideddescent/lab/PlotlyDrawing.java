package org.guideddescent.lab;

import java.util.Arrays;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Axis.AutoRange;
import tech.tablesaw.plotly.components.Axis.AxisBuilder;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.HeatmapTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/** A figure as Tablesaw's Plotly components. */
final class PlotlyDrawing {
    private PlotlyDrawing() {}

    static tech.tablesaw.plotly.components.Figure of(Figure figure) {
        boolean matrix = !figure.series().isEmpty()
                && (figure.series().get(0) instanceof Series.HeatMap
                        || figure.series().get(0) instanceof Series.Tile);
        AxisBuilder y = axis(figure.y());
        if (matrix) y.autoRange(AutoRange.REVERSED);
        Layout layout = Layout.builder(figure.title())
                .xAxis(axis(figure.x()).build())
                .yAxis(y.build())
                .width(figure.width())
                .height(figure.height())
                .showLegend(!matrix && Drawing.hasLegend(figure))
                .build();
        Trace[] traces = figure.series().stream().map(s -> trace(figure, s)).toArray(Trace[]::new);
        if (matrix && figure.series().get(0) instanceof Series.Tile) {
            traces = new Trace[] {heatMap(figure.title(), Tiles.mosaic(figure))};
        }
        return new tech.tablesaw.plotly.components.Figure(layout, traces);
    }

    private static AxisBuilder axis(Axis axis) {
        return tech.tablesaw.plotly.components.Axis.builder()
                .title(axis.title())
                .type(
                        axis.isLog()
                                ? tech.tablesaw.plotly.components.Axis.Type.LOG
                                : tech.tablesaw.plotly.components.Axis.Type.DEFAULT);
    }

    private static Trace trace(Figure figure, Series s) {
        if (s instanceof Series.Line line) return line(figure, line);
        if (s instanceof Series.Points points) return points(figure, points);
        if (s instanceof Series.Band band) return band(figure, band);
        if (s instanceof Series.Bars bars) return bars(figure, bars);
        if (s instanceof Series.HeatMap map) return heatMap(map.name(), map.cells());
        return heatMap(s.name(), ((Series.Tile) s).cells());
    }

    private static Trace line(Figure figure, Series.Line line) {
        return ScatterTrace.builder(line.xs(), line.ys())
                .mode(ScatterTrace.Mode.LINE)
                .name(line.name())
                .legendGroup(line.name())
                .showLegend(figure.isListed(line))
                .opacity(line.thin() ? 0.4 : 1)
                .line(Line.builder()
                        .color(figure.color(line))
                        .width(line.thin() ? 1 : 2.5)
                        .dash(figure.isDashed(line) ? Line.Dash.DASH : Line.Dash.SOLID)
                        .build())
                .build();
    }

    private static Trace points(Figure figure, Series.Points points) {
        return ScatterTrace.builder(points.xs(), points.ys())
                .mode(ScatterTrace.Mode.MARKERS)
                .name(points.name())
                .legendGroup(points.name())
                .showLegend(figure.isListed(points))
                .marker(Marker.builder().color(figure.color(points)).build())
                .build();
    }

    /** One closed outline: along the upper edge and back along the lower one. */
    private static Trace band(Figure figure, Series.Band band) {
        return ScatterTrace.builder(thereAndBack(band.xs(), band.xs()), thereAndBack(band.upper(), band.lower()))
                .mode(ScatterTrace.Mode.LINE)
                .name(band.name())
                .showLegend(false)
                .fill(ScatterTrace.Fill.TO_SELF)
                .fillColor(Palette.translucent(figure.color(band), 0.2))
                .line(Line.builder().color("rgba(0, 0, 0, 0)").width(0).build())
                .build();
    }

    private static Trace bars(Figure figure, Series.Bars bars) {
        return BarTrace.builder(bars.labels().toArray(), bars.heights())
                .name(bars.name())
                .showLegend(true)
                .marker(Marker.builder().color(figure.color(bars)).build())
                .build();
    }

    private static Trace heatMap(String name, double[][] cells) {
        Object[] xs = IntStream.range(0, cells[0].length).boxed().toArray();
        Object[] ys = IntStream.range(0, cells.length).boxed().toArray();
        var heatMap = HeatmapTrace.builder(xs, ys, cells);
        heatMap.name(name);
        return heatMap.build();
    }

    /** there, then back from its end. Both: not modified. */
    static double[] thereAndBack(double[] there, double[] back) {
        double[] both = Arrays.copyOf(there, there.length + back.length);
        for (int i = 0; i < back.length; i++) both[there.length + i] = back[back.length - 1 - i];
        return both;
    }
}
